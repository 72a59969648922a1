package io.wave.api.submission.rules;

import static io.wave.api.submission.rules.Checks.require;

import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The rules of a request to copy an image to another registry. */
@Component
class MirrorRules {

    private static final String MIRROR = "mirror";
    private static final String TARGET = "buildRepository";
    private static final String COPIES =
            "cannot be combined with mirror, which copies an image unchanged: leave out one of them";
    private static final String ADDS =
            "cannot be combined with mirror, which copies an image unchanged: use freeze instead of mirror";
    private static final String TOKEN_REQUIRED =
            "requires an API token of this service: send it as towerAccessToken, or in"
                    + " the header Authorization: Bearer";

    private final TargetRepositories repositories;

    MirrorRules(TargetRepositories repositories) {
        this.repositories = repositories;
    }

    /**
     * Checks a request, before the identity in its body is known.
     *
     * @param httpCaller the caller as determined by the filter chain
     */
    void check(SubmitRequest request, ApiVersion version, Caller httpCaller) {
        require(version == ApiVersion.V2, MIRROR, "is not supported by version 1 of the API");
        require(request.hasImage(), "containerImage", "is required by mirror");
        require(hasToken(request) || httpCaller instanceof Caller.User, MIRROR, TOKEN_REQUIRED);
        require(!request.isFreeze(), "freeze", COPIES);
        require(!request.hasFile(), "containerFile", COPIES);
        require(!request.hasPackages(), "packages", COPIES);
        require(
                request.containerIncludes() == null
                        || request.containerIncludes().isEmpty(),
                "containerIncludes",
                ADDS);
        require(request.config().isEmpty(), "containerConfig", ADDS);
        require(
                request.buildRepository() != null,
                TARGET,
                "is required by mirror: the registry or repository to copy to");
        target(request);
    }

    private static boolean hasToken(SubmitRequest request) {
        return request.towerAccessToken() != null && !request.towerAccessToken().isEmpty();
    }

    private void target(SubmitRequest request) {
        ImageReference source = RequestRules.image(Objects.requireNonNull(request.containerImage()));
        ImageReference target = target(request, source);
        require(
                !target.registry().equals(source.registry()),
                TARGET,
                () -> "must be in another registry than the image to copy, but both are in '%s'"
                        .formatted(source.registry()));
        require(
                !repositories.isOwnRegistry(target.registry()),
                TARGET,
                () -> "must not be in '%s', which holds the images that this service builds"
                        .formatted(target.registry()));
    }

    /** The registry or repository to copy to. */
    static RepositoryName repository(SubmitRequest request) {
        String typed = Objects.requireNonNull(request.buildRepository());
        String text = withoutTrailingSlashes(typed);
        require(!text.contains("://"), TARGET, () -> "must not include a protocol: '%s'".formatted(typed));
        require(
                ImageReference.looksLikeRegistry(text.split("/", 2)[0]),
                TARGET,
                () -> "must start with the host of a registry: '%s'".formatted(typed));
        return RepositoryName.orRegistry(TARGET, text);
    }

    private static String withoutTrailingSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    /** The name of the copy: the whole path of the source below the repository, with its tag or digest. */
    static ImageReference target(SubmitRequest request, ImageReference source) {
        RepositoryName repository = repository(request);
        String path = repository.isRegistry()
                ? source.repository()
                : repository.canonical().substring(repository.registry().length() + 1) + "/" + source.repository();
        try {
            return new ImageReference(repository.registry(), path, source.tag(), source.digest());
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(
                    TARGET,
                    "invalid name of the copy '%s/%s': %s"
                            .formatted(repository.registry(), path, malformed.getMessage()));
        }
    }

    /** @throws ApiException 400 if the caller is not a user, whose credentials a copy needs */
    void requireUser(Caller caller) {
        require(caller instanceof Caller.User, MIRROR, TOKEN_REQUIRED);
    }
}
