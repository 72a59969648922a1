package io.wave.api;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import java.nio.charset.StandardCharsets;

/** Images in scripted registries, of which only the manifest is there. */
public final class ScriptedImages {

    private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);

    /** Digest of their manifest. */
    public static final Digest DIGEST = Digest.of(MANIFEST);

    private ScriptedImages() {}

    /** Adds an image. */
    public static void push(ScriptedRegistry registry, String repository, String tag) {
        registry.on(
                "/v2/%s/manifests/%s".formatted(repository, tag),
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", MANIFEST)
                        .with("Docker-Content-Digest", DIGEST.toString()));
    }
}
