/// The resources of a template. Its authors are trusted with words, not with memory or time.
package struct TemplateLimits: Sendable, Hashable {
    /// Bytes of the source.
    package var source: Int
    /// Pieces of text, outputs, operators and the like, in all.
    package var nodes: Int
    /// Nesting of blocks, and of parentheses.
    package var nesting: Int
    /// Iterations of all loops together.
    package var turns: Int
    /// Bytes of the output, and of each intermediate value.
    package var output: Int
    /// Bytes read or made by filters and operators, and 16 for each value looked at: bounds the time of a rendering.
    package var work: Int

    package init(
        source: Int = 64 << 10, nodes: Int = 5_000, nesting: Int = 20, turns: Int = 10_000, output: Int = 512 << 10,
        work: Int = 32 << 20
    ) {
        self.source = source
        self.nodes = nodes
        self.nesting = nesting
        self.turns = turns
        self.output = output
        self.work = work
    }
}
