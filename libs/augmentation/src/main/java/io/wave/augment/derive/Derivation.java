package io.wave.augment.derive;

import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What became of an image under an overlay: every document that is not as the source registry has it, and the one that
 * the tag now stands for.
 *
 * @param root digest of the manifest or index to start from
 * @param contents the documents, the root among them
 */
public record Derivation(Digest root, List<Content> contents) {

    public Derivation {
        contents = List.copyOf(contents);
    }

    /** The document that the tag stands for. */
    public Content rootContent() {
        return find(root).orElseThrow(() -> new IllegalStateException("a derivation holds its root"));
    }

    /** The document of this digest. */
    public Optional<Content> find(Digest digest) {
        return contents.stream()
                .filter(content -> content.digest().equals(digest))
                .findFirst();
    }

    /** Number of bytes of all documents. */
    public long size() {
        return contents.stream().mapToLong(Content::size).sum();
    }
}
