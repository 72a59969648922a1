package io.wave.api.token;

import io.wave.api.web.ServerAddress;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.token.ContainerToken;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The names under which the registry proxy serves images. */
@Component
public class ProxyImageNames {

    private final ServerAddress server;

    ProxyImageNames(ServerAddress server) {
        this.server = server;
    }

    /**
     * The name to pull: the host of this service and the token instead of the image's registry.
     *
     * @param served digest of the served image, where it is known; it replaces the digest of an image that is named by
     *     digest, since container engines compare it with the manifest that they receive
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
