package io.wave.api.token;

import io.wave.api.web.ServerAddress;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.token.ContainerToken;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The image names that the registry proxy serves. */
@Component
public class ProxyImageNames {

    private final ServerAddress server;

    ProxyImageNames(ServerAddress server) {
        this.server = server;
    }

    /**
     * The name to pull: the host of this service and the token replace the registry of the image.
     *
     * @param served digest of the served image, if known; it replaces the digest in the name of a pinned image, since
     *     container engines compare it with the manifest that they receive
     */
    public String of(ContainerToken token, ImageReference image, @Nullable Digest served) {
        ImageReference named = served != null && image.pinned().isPresent() ? image.at(served) : image;
        return server.authority() + "/wt/" + token + "/" + named.withoutRegistry();
    }

    /** The name to pull for a stored request. */
    public String of(StoredRequest request) {
        return of(request.record().token(), request.record().image(), request.digest());
    }
}
