package io.wave.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;

/** Responses of a scripted registry that several tests use. */
public final class Scripts {

    public static final String REPOSITORY = "some/image";
    public static final String MANIFEST_PATH = "/v2/some/image/manifests/1.0";
    public static final byte[] MANIFEST = PushedImage.manifest(new byte[] {1}, new byte[] {2});

    private Scripts() {}

    public static ImageReference image(ScriptedRegistry registry) {
        return ImageReference.parse("%s/%s:1.0".formatted(registry.host(), REPOSITORY));
    }

    public static ScriptedAnswer manifest() {
        return ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST)
                .with("Docker-Content-Digest", Digest.of(MANIFEST).toString());
    }

    public static ScriptedAnswer refusal(String challenge) {
        return ScriptedAnswer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", challenge);
    }

    public static ScriptedAnswer bearerRefusal(ScriptedRegistry tokenService) {
        return refusal(
                "Bearer realm=\"http://%s/token?account=a\",service=\"a registry\"".formatted(tokenService.host()));
    }

    public static ScriptedAnswer json(String text) {
        return ScriptedAnswer.content("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    public static ScriptedAnswer redirect(int status, String location) {
        return ScriptedAnswer.of(status).with("Location", location);
    }

    public static String blobPath(byte[] content) {
        return "/v2/some/image/blobs/" + Digest.of(content);
    }
}
