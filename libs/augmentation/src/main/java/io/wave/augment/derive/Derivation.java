package io.wave.augment.derive;

import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * The result of applying an overlay to an image: all documents that differ from those of the source registry, and the root
 * document, which the tag refers to.
 *
 * @param root digest of the root manifest or index
 * @param contents documents, including the root
 */
public record Derivation(Digest root, List<Content> contents) {

    public Derivation {
        contents = List.copyOf(contents);
    }

    /** The root document. */
    public Content rootContent() {
        return find(root).orElseThrow(() -> new IllegalStateException("root document is missing"));
    }

    /** The document with this digest. */
    public Optional<Content> find(Digest digest) {
        return contents.stream()
                .filter(content -> content.digest().equals(digest))
                .findFirst();
    }

    /** The size of all documents in bytes. */
    public long size() {
        return contents.stream().mapToLong(Content::size).sum();
    }
}
