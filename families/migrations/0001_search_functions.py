"""How names are folded and how near two spellings are: what the search table and its indexes are made with."""

from django.db import migrations

#: Letters without accents, capitals and signs, words apart by one blank: "O’Brien-Núñez" is "o brien nunez".
#: `unaccent` alone may not stand in an index, because its dictionary could be changed; ours is the one that it ships.
_FOLD = r"""
CREATE FUNCTION pit_fold(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN btrim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFKC))),
        '[\s!-/:-@\[-`{-~\u00a1-\u00bf\u02b0-\u02ff\u0300-\u036f\u2000-\u206f]+', ' ', 'g'));
END $$;
"""
#: The names of one person, each folded; one of several words stands there joined as well ("o brien obrien").
_NAMES = r"""
CREATE FUNCTION pit_names(VARIADIC parts text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    part text;
    folded text;
    found text := '';
BEGIN
    FOREACH part IN ARRAY parts LOOP
        folded := public.pit_fold(part);
        CONTINUE WHEN folded IS NULL OR folded = '';
        found := found || ' ' || folded;
        IF position(' ' IN folded) > 0 THEN
            found := found || ' ' || replace(folded, ' ', '');
        END IF;
    END LOOP;
    RETURN btrim(found);
END $$;
"""
#: What two spellings of a word have in common when one letter is wrong, missing, doubled or swapped: the word itself
#: and the word without each of its letters; and how it sounds ("~MHMT").
_NEAR = r"""
CREATE FUNCTION pit_near(value text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    word text;
    found text[] := '{}';
BEGIN
    FOREACH word IN ARRAY string_to_array(value, ' ') LOOP
        CONTINUE WHEN word = '';
        found := found || word;
        CONTINUE WHEN length(word) < 4;
        FOR at IN 1..length(word) LOOP
            found := found || (left(word, at - 1) || substr(word, at + 1));
        END LOOP;
        found := found || ('~' || public.dmetaphone(word));
    END LOOP;
    RETURN found;
END $$;
"""
#: How far two words are apart: 0 the same, 1 one letter wrong, missing, doubled or swapped, 2 they sound alike, 3 more.
_SLIPS = r"""
CREATE FUNCTION pit_slips(one text, other text) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    apart integer := public.levenshtein_less_equal(left(one, 100), left(other, 100), 2);
    at integer := 1;
BEGIN
    IF apart < 2 THEN
        RETURN apart;
    END IF;
    IF apart = 2 AND length(one) = length(other) THEN
        WHILE substr(one, at, 1) = substr(other, at, 1) LOOP
            at := at + 1;
        END LOOP;
        IF left(one, at - 1) || substr(one, at + 1, 1) || substr(one, at, 1) || substr(one, at + 2) = other THEN
            RETURN 1;
        END IF;
    END IF;
    RETURN CASE WHEN length(one) > 3 AND public.dmetaphone(one) = public.dmetaphone(other) THEN 2 ELSE 3 END;
END $$;
"""


class Migration(migrations.Migration):
    """The four functions, before any table."""

    initial = True
    dependencies = [("db", "0001_initial")]  # unaccent, pg_trgm, fuzzystrmatch
    operations = [
        migrations.RunSQL(_FOLD, "DROP FUNCTION pit_fold(text)"),
        migrations.RunSQL(_NAMES, "DROP FUNCTION pit_names(text[])"),
        migrations.RunSQL(_NEAR, "DROP FUNCTION pit_near(text)"),
        migrations.RunSQL(_SLIPS, "DROP FUNCTION pit_slips(text, text)"),
    ]
