package io.wave.api.platform.credential;

import io.wave.api.access.RestrictedRepositories;
import io.wave.api.image.DenialNotes;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import io.wave.registry.config.UserLogins;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Gets the registry credentials ready that callers keep in their Platform. Such a caller is another tenant in each workspace, since
 * workspaces have credentials of their own.
 */
public final class PlatformRegistries {

    private final PlatformUsers users;
    private final PlatformCredentials credentials;
    private final TenantCredentials configured;
    private final RestrictedRepositories restricted;
    private final OpenRepositories open;
    private final UserLogins logins;
    private final Clock clock;

    PlatformRegistries(
            PlatformUsers users,
            PlatformCredentials credentials,
            TenantCredentials configured,
            RestrictedRepositories restricted,
            OpenRepositories open,
            UserLogins logins,
            Clock clock) {
        this.users = users;
        this.credentials = credentials;
        this.configured = configured;
        this.restricted = restricted;
        this.open = open;
        this.logins = logins;
        this.clock = clock;
    }

    /** A request of a user of a Platform. */
    public interface Session {

        /**
         * Gets the credentials for these images ready.
         *
         * @param read images that are read
         * @param pushed images and repositories that are pushed to
         * @return the caller as whom these images are read and pushed: another one if the caller keeps credentials for one of them
         * @throws io.wave.api.web.problem.ApiException as of {@link PlatformCredentials#find}
         */
        Caller ready(Collection<ImageReference> read, Collection<ImageReference> pushed);
    }

    /**
     * The session of a request; empty if its caller is not a user of a Platform.
     *
     * @param token token in the body of the request, which has identified the caller
     * @param endpoint URL of the API of its Platform
     * @param workspace workspace of the credentials; the personal one by default
     * @param workflow workflow of the Platform for which images are requested, if any
     */
    public Optional<Session> session(
            Caller caller,
            @Nullable Secret token,
            @Nullable String endpoint,
            @Nullable Long workspace,
            @Nullable String workflow) {
        return caller instanceof Caller.User user && token != null && UserLogins.isUser(user.tenant())
                ? Optional.of((read, pushed) -> ready(
                        user,
                        new Source(
                                users.login(token, endpoint),
                                Optional.ofNullable(workspace),
                                Optional.ofNullable(workflow)),
                        read,
                        pushed))
                : Optional.empty();
    }

    /** Where credentials come from. */
    private record Source(PlatformLogin login, Optional<Long> workspace, Optional<String> workflow) {}

    private Caller ready(
            Caller.User user, Source source, Collection<ImageReference> read, Collection<ImageReference> pushed) {
        Map<ImageReference, Optional<UserLogins.Login>> found = new LinkedHashMap<>();
        Stream.concat(read.stream(), pushed.stream())
                .filter(image -> !configured.isOfInstallation(image.registry(), image.repository()))
                .forEach(image -> found.put(image, find(user, source, image)));
        if (found.values().stream().noneMatch(Optional::isPresent)) {
            return user;
        }
        Caller.User known = users.inWorkspace(user, source.workspace());
        found.forEach((image, kept) -> logins.set(known.tenant(), image, kept));
        // Also those that are pushed to: scans read the images there.
        found.forEach((image, kept) -> {
            if (kept.isPresent() && !open.contain(image)) {
                restricted.add(image);
            }
        });
        return known;
    }

    /** A login that the Platform does not accept any more is forgotten, with all that it was told. */
    private Optional<UserLogins.Login> find(Caller.User user, Source source, ImageReference image) {
        try {
            return kept(user, source, image);
        } catch (ApiException refused) {
            if (refused.status() == HttpStatus.UNAUTHORIZED) {
                users.forget(source.login());
                credentials.forget(source.login());
            }
            throw refused;
        }
    }

    /** Keys of AWS are not kept for a registry: those that the operator has for the caller are used before them. */
    private Optional<UserLogins.Login> kept(Caller.User user, Source source, ImageReference image) {
        Optional<UserLogins.Login> ofRegistry =
                credentials.find(source.login(), source.workspace(), image, clock.instant());
        return ofRegistry.isPresent() || configured.of(user.tenant(), image).isPresent()
                ? ofRegistry
                : ofWorkflow(source, image)
                        .or(() -> credentials.findOfAws(source.login(), source.workspace(), image, clock.instant()));
    }

    /** If the Platform does not tell them, there are none, and the reason is noted for the case that they are missed. */
    private Optional<UserLogins.Login> ofWorkflow(Source source, ImageReference image) {
        try {
            return source.workflow()
                    .flatMap(workflow -> credentials.findOfWorkflow(
                            source.login(), source.workspace(), workflow, image, clock.instant()));
        } catch (ApiException failure) {
            if (failure.status() == HttpStatus.UNAUTHORIZED) {
                throw failure;
            }
            DenialNotes.add(
                    image.registry(),
                    "those of the compute environment of the workflow are not used: " + failure.getMessage());
            return Optional.empty();
        }
    }
}
