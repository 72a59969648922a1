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

/**
 * Parses the paths of {@link RegistryRequest}. Repository names contain slashes, so that a path is parsed from its end.
 */
final class RegistryPathParser {

    private static final String ROOT = "/v2/";
    private static final String TOKEN_PREFIX = "wt/";

    private RegistryPathParser() {}

    /**
     * Parses a path.
     *
     * @param path the decoded path
     * @throws OciException for an invalid name, tag or digest, or an unknown path
     */
    static RegistryRequest parse(String path) {
        if (path.equals("/v2") || path.equals(ROOT)) {
            return new RegistryRequest.Base();
        }
        int last = path.lastIndexOf('/');
        int kind = path.lastIndexOf('/', last - 1);
        if (!path.startsWith(ROOT) || kind < ROOT.length()) {
            throw notFound(path);
        }
        String name = path.substring(ROOT.length(), kind);
        String reference = path.substring(last + 1);
        return switch (path.substring(kind + 1, last)) {
            case "manifests" -> new RegistryRequest.Manifest(repository(name), reference(reference));
            case "blobs" -> new RegistryRequest.Blob(repository(name), digest(reference));
            case "referrers" -> new RegistryRequest.Referrers(repository(name), digest(reference));
            case "tags" -> tags(name, reference, path);
            default -> throw notFound(path);
        };
    }

    private static RegistryRequest tags(String name, String reference, String path) {
        if (!reference.equals("list")) {
            throw notFound(path);
        }
        return new RegistryRequest.Tags(repository(name));
    }

    private static Repository repository(String name) {
        if (!name.startsWith(TOKEN_PREFIX)) {
            return new Repository.WithoutToken(name);
        }
        int slash = name.indexOf('/', TOKEN_PREFIX.length());
        if (slash < 0) {
            throw new OciException(NAME_INVALID, "invalid name: the image is missing after the token");
        }
        String token = name.substring(TOKEN_PREFIX.length(), slash);
        if (!ContainerToken.isToken(token)) {
            throw new OciException(NAME_UNKNOWN, "invalid container token '%s'".formatted(token));
        }
        return new Repository.WithToken(new ContainerToken(token), repositoryName(name.substring(slash + 1)));
    }

    private static String repositoryName(String name) {
        try {
            ImageReference.requireRepository(name);
            return name;
        } catch (IllegalArgumentException invalid) {
            throw new OciException(NAME_INVALID, String.valueOf(invalid.getMessage()));
        }
    }

    private static Reference reference(String text) {
        if (text.indexOf(':') >= 0) {
            return digest(text);
        }
        try {
            return new Tag(text);
        } catch (IllegalArgumentException invalid) {
            throw new OciException(MANIFEST_INVALID, String.valueOf(invalid.getMessage()));
        }
    }

    private static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw new OciException(DIGEST_INVALID, String.valueOf(invalid.getMessage()));
        }
    }

    private static OciException notFound(String path) {
        return new OciException(NAME_UNKNOWN, "unknown path '%s'".formatted(path));
    }
}
