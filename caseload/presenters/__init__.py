"""How work with families reads: words, tags, links. Nothing here queries; objects come prefetched."""
