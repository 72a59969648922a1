package io.wave.documents;

import io.wave.registry.manifest.ResolvedManifest;
import java.time.Duration;
import java.util.Optional;

/**
 * The manifest that a tag refers to.
 *
 * @param manifest its digest, media type and length
 * @param age time since the registry has said so, if it does not do so now
 */
public record TagDigest(ResolvedManifest manifest, Optional<Duration> age) {

    static TagDigest current(ResolvedManifest manifest) {
        return new TagDigest(manifest, Optional.empty());
    }
}
