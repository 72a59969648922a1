package io.wave.proxy.http;

import static io.wave.oci.OciErrorCode.DIGEST_INVALID;
import static io.wave.oci.OciErrorCode.MANIFEST_INVALID;
import static io.wave.oci.OciErrorCode.NAME_INVALID;
import static io.wave.oci.OciErrorCode.NAME_UNKNOWN;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.proxy.response.OciException;
import io.wave.token.ContainerToken;

/** The grammar of {@link RegistryCall}. Names contain slashes, so a path is read from its end. */
final class CallGrammar {

    private static final String ROOT = "/v2/";
    private static final String TOKENS = "wt/";

    private CallGrammar() {}

    static RegistryCall parse(String path) {
        if (path.equals("/v2") || path.equals(ROOT)) {
            return new RegistryCall.Base();
        }
        int last = path.lastIndexOf('/');
        int kind = path.lastIndexOf('/', last - 1);
        if (!path.startsWith(ROOT) || kind < ROOT.length()) {
            throw unknown(path);
        }
        String name = path.substring(ROOT.length(), kind);
        String reference = path.substring(last + 1);
        return switch (path.substring(kind + 1, last)) {
            case "manifests" -> new RegistryCall.Manifest(repository(name), reference(reference));
            case "blobs" -> new RegistryCall.Blob(repository(name), digest(reference));
            case "referrers" -> new RegistryCall.Referrers(repository(name), digest(reference));
            case "tags" -> tags(name, reference, path);
            default -> throw unknown(path);
        };
    }

    private static RegistryCall tags(String name, String reference, String path) {
        if (!reference.equals("list")) {
            throw unknown(path);
        }
        return new RegistryCall.Tags(repository(name));
    }

    private static Repository repository(String name) {
        if (!name.startsWith(TOKENS)) {
            return new Repository.Tokenless(name);
        }
        int slash = name.indexOf('/', TOKENS.length());
        if (slash < 0) {
            throw new OciException(NAME_INVALID, "the name has no image after the token");
        }
        String token = name.substring(TOKENS.length(), slash);
        if (!ContainerToken.isToken(token)) {
            throw new OciException(NAME_UNKNOWN, "'%s' is no container token".formatted(token));
        }
        return new Repository.Tokened(new ContainerToken(token), repositoryName(name.substring(slash + 1)));
    }

    private static String repositoryName(String name) {
        try {
            ImageReference.requireRepository(name);
            return name;
        } catch (IllegalArgumentException outsideTheGrammar) {
            throw new OciException(NAME_INVALID, String.valueOf(outsideTheGrammar.getMessage()));
        }
    }

    private static Reference reference(String text) {
        if (text.indexOf(':') >= 0) {
            return digest(text);
        }
        try {
            return new Tag(text);
        } catch (IllegalArgumentException outsideTheGrammar) {
            throw new OciException(MANIFEST_INVALID, String.valueOf(outsideTheGrammar.getMessage()));
        }
    }

    private static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException outsideTheGrammar) {
            throw new OciException(DIGEST_INVALID, String.valueOf(outsideTheGrammar.getMessage()));
        }
    }

    private static OciException unknown(String path) {
        return new OciException(NAME_UNKNOWN, "the registry has nothing at '%s'".formatted(path));
    }
}
