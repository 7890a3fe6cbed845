"""Several PDFs as one, with what a screen reader needs: tags in their order, languages, a title (PDF/UA-1).

pypdf joins pages alone: tags, language and title are lost. Here each part's tree of tags is copied whole and hung under
one root, its pages numbered anew in the tree of parents, and each part's own language kept at its top. That the whole
is PDF/UA is said only where every part says so: an enclosure of somebody else's without tags stays as it came.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

_UA = b'pdfuaid:part="1"'
_SAYS_UA = f' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" {_UA.decode()}'
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<rdf:Description rdf:about=""{ua}><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
#: Named roles and looks of tags that a part brings along; the same name means the same in every part of ours.
_MAPS = ("/RoleMap", "/ClassMap")


def joined(parts: Sequence[bytes], title: str, language: str = "en-GB", marks: Sequence[str] = ()) -> bytes:
    """One PDF of these, in their order. `language`: of the whole; `marks`: for each part what it is called in the
    list of contents, or nothing where it continues the one before.
    """
    writer = PdfWriter()
    readers = [PdfReader(io.BytesIO(part)) for part in parts]
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    tree = writer._add_object(root)
    kids, parents = ArrayObject(), ArrayObject()
    for place, reader in enumerate(readers):
        first = len(writer.pages)
        writer.append(reader, import_outline=False)
        kids += _tags(writer, reader, first, root, tree, parents, language)
        if place < len(marks) and marks[place]:
            writer.add_outline_item(title=marks[place], page_number=first)
    root[NameObject("/K")] = kids
    root[NameObject("/ParentTree")] = writer._add_object(DictionaryObject({NameObject("/Nums"): parents}))
    root[NameObject("/ParentTreeNextKey")] = NumberObject(len(parents) // 2)
    _say(writer, readers, tree, title, language)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def is_tagged(reader: PdfReader) -> bool:
    """Whether a PDF has tags that can be followed."""
    return "/StructTreeRoot" in reader.root_object and "/ParentTree" in _at(reader.root_object["/StructTreeRoot"])


def _tags(
    writer: PdfWriter,
    reader: PdfReader,
    first: int,
    root: DictionaryObject,
    tree: IndirectObject,
    parents: ArrayObject,
    language: str,
) -> list[PdfObject]:
    """The tags of a part whose pages were appended from `first` on, hung under the one root; none where it has none."""
    if not is_tagged(reader):
        return []
    old = _at(reader.root_object["/StructTreeRoot"])
    own = str(reader.root_object.get("/Lang", language))
    for name in _MAPS:
        if name in old:
            known = root.setdefault(NameObject(name), DictionaryObject())
            known.update(_at(old[name]).clone(writer))
    tops = [one.clone(writer) for one in _many(old.raw_get("/K"))]
    for top in tops:
        element = _at(top)
        element[NameObject("/P")] = tree
        if own != language:
            element.setdefault(NameObject("/Lang"), TextStringObject(own))
    numbered = dict(_numbers(_at(old["/ParentTree"])))
    for page, made in zip(reader.pages, writer.pages[first:], strict=True):
        _number(writer, page, made, "/StructParents", numbered, parents)
        for note, copied in zip(_notes(page), _notes(made), strict=False):
            _number(writer, note, copied, "/StructParent", numbered, parents)
    return tops


def _number(
    writer: PdfWriter,
    old: DictionaryObject,
    made: DictionaryObject,
    name: str,
    numbered: dict[int, PdfObject],
    parents: ArrayObject,
) -> None:
    """Give a page, or a link on it, the next number in the one tree of parents, with the tags it had."""
    number = old.get(name)
    if number is None or int(number) not in numbered:
        made.pop(NameObject(name), None)
        return
    key = NumberObject(len(parents) // 2)
    parents.extend((key, numbered[int(number)].clone(writer)))
    made[NameObject(name)] = key


def _numbers(node: DictionaryObject) -> Iterator[tuple[int, PdfObject]]:
    """A number tree, leaf by leaf."""
    found = list(node.get("/Nums", ()))
    for place in range(0, len(found) - 1, 2):
        yield int(found[place]), found[place + 1]
    for kid in node.get("/Kids", ()):
        yield from _numbers(_at(kid))


def _notes(page: DictionaryObject) -> list[DictionaryObject]:
    return [_at(one) for one in page.get("/Annots", ())]


def _say(writer: PdfWriter, readers: Sequence[PdfReader], tree: IndirectObject, title: str, language: str) -> None:
    """In the catalogue: language, title, that it is tagged, and that it is PDF/UA where all of it is."""
    catalogue, all_ua = writer.root_object, all(_claims_ua(reader) for reader in readers)
    catalogue[NameObject("/Lang")] = TextStringObject(language)
    catalogue[NameObject("/StructTreeRoot")] = tree
    marked = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    if not all(is_tagged(reader) for reader in readers):
        marked[NameObject("/Suspects")] = BooleanObject(True)
    catalogue[NameObject("/MarkInfo")] = marked
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    catalogue[NameObject("/ViewerPreferences")] = shown
    metadata = StreamObject()
    metadata.set_data(_XMP.format(title=escape(title), ua=_SAYS_UA if all_ua else "").encode())
    metadata.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    catalogue[NameObject("/Metadata")] = writer._add_object(metadata)
    writer.add_metadata({"/Title": title})


def _claims_ua(reader: PdfReader) -> bool:
    """Whether a part says that it is PDF/UA-1."""
    metadata = reader.root_object.get("/Metadata")
    return metadata is not None and _UA in metadata.get_object().get_data()


def _many(found: PdfObject) -> list[PdfObject]:
    """A list, however it is written: one thing alone may stand without its list, and the list elsewhere."""
    there = found.get_object()
    if there is None:
        return []
    return list(there) if isinstance(there, ArrayObject) else [found]


def _at(found: PdfObject) -> DictionaryObject:
    there = found.get_object()
    return there if isinstance(there, DictionaryObject) else DictionaryObject()
