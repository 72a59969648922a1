package io.wave.proxy.cache;

import io.wave.augment.derive.Derivation;
import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import java.util.Base64;
import java.util.List;

/** A {@link Derivation} as stored in Redis. */
record StoredDerivation(Digest root, List<Document> documents) {

    static StoredDerivation of(Derivation derivation) {
        return new StoredDerivation(
                derivation.root(),
                derivation.contents().stream().map(Document::of).toList());
    }

    Derivation derivation() {
        return new Derivation(root, documents.stream().map(Document::content).toList());
    }

    /** The digest is not stored but computed again, so that corrupt data in Redis cannot reach a client. */
    record Document(String mediaType, String base64) {

        static Document of(Content content) {
            return new Document(content.mediaType(), Base64.getEncoder().encodeToString(content.bytes()));
        }

        Content content() {
            return Content.of(mediaType, Base64.getDecoder().decode(base64));
        }
    }
}
