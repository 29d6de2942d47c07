extension CharacterFolding {
    /// The plain letter under each of U+00C0…U+017F, in order; a space for the two signs among them.
    private static let latinBases = Array(
        ("aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
            + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    /// The same for U+1E00…U+1EFF, which Vietnamese needs.
    private static let additionalBases = Array(
        ("aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
            + "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
            + "wwwwwwwwwwxxxxyyzzzzzzhtwyasssddaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
            + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyllvvyy").utf8)

    static func latin(_ scalar: Unicode.Scalar) -> Result {
        let base = Unicode.Scalar(latinBases[Int(scalar.value - 0xC0)])
        if base == " " { return .separator }
        return .letter(base, secondLetter(of: scalar))
    }

    static func latinAdditional(_ scalar: Unicode.Scalar) -> Result {
        .letter(Unicode.Scalar(additionalBases[Int(scalar.value - 0x1E00)]), nil)
    }

    private static func secondLetter(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "ß": "s"
        case "Æ", "æ", "Œ", "œ": "e"
        case "Þ", "þ": "h"
        case "Ĳ", "ĳ": "j"
        default: nil
        }
    }

    /// U+FF66…U+FF9D in full width; the separate voicing marks are left to decoration.
    static let halfWidthKatakana = Array(
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン".unicodeScalars)
}
