package io.wave.api.platform.credential;

import io.wave.api.platform.PlatformId;
import io.wave.image.ImageReference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A credential in the list of a Platform.
 *
 * @param id id in the Platform
 * @param provider what it is for
 * @param keys what of its keys is shown
 * @param deleted whether it has been deleted
 */
record StoredCredential(
        @Nullable String id,
        @Nullable String provider,
        @Nullable Shown keys,
        @Nullable Boolean deleted) {

    private static final String OF_REGISTRIES = "container-reg";
    private static final String OF_AWS = "aws";
    private static final int MAX_NAME = 1000;

    /** What of the keys is shown. */
    record Shown(@Nullable String registry) {

        /** Lists are kept in memory. */
        private boolean hasUsableName() {
            return registry == null || registry.length() <= MAX_NAME;
        }
    }

    /** Reply of {@code /credentials}. */
    record Listed(@Nullable List<StoredCredential> credentials) {

        /** Those for registries and for AWS. */
        List<StoredCredential> usable() {
            return Optional.ofNullable(credentials).orElse(List.of()).stream()
                    .filter(Objects::nonNull)
                    .filter(StoredCredential::isUsable)
                    .toList();
        }
    }

    /** The one for a repository: that with the longest path that covers it. */
    static Optional<StoredCredential> find(List<StoredCredential> all, String registry, String repository) {
        return all.stream()
                .filter(credential -> OF_REGISTRIES.equals(credential.provider()))
                .filter(credential -> credential.covers(registry, repository))
                .max(Comparator.comparingInt(credential -> credential.prefix().length()));
    }

    /** The one for AWS; empty if there are several, since they do not say for which registries they are. */
    static Optional<StoredCredential> ofAws(List<StoredCredential> all) {
        List<StoredCredential> found = all.stream()
                .filter(credential -> OF_AWS.equals(credential.provider()))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private boolean isUsable() {
        return (OF_REGISTRIES.equals(provider) || OF_AWS.equals(provider))
                && id != null
                && PlatformId.isValid(id)
                && (keys == null || keys.hasUsableName())
                && !Boolean.TRUE.equals(deleted);
    }

    private boolean covers(String registry, String repository) {
        String prefix = prefix();
        String name = registry + "/" + repository;
        return name.equals(prefix) || name.startsWith(prefix + "/");
    }

    /** {@code host[/path]}; Docker Hub if there is none. */
    String prefix() {
        String typed = Optional.ofNullable(keys)
                .map(Shown::registry)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(ImageReference.DOCKER_HUB);
        String address = StringUtils.trimTrailingCharacter(
                typed.substring(typed.contains("://") ? typed.indexOf("://") + 3 : 0), '/');
        int slash = address.indexOf('/');
        String host = (slash < 0 ? address : address.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "" : address.substring(slash);
        return switch (host) {
            case "docker.io", "index.docker.io", "registry-1.docker.io", "hub.docker.com" ->
                ImageReference.DOCKER_HUB + (path.matches("/v[12]") ? "" : path);
            default -> host + (path.matches("/v[12]") ? "" : path);
        };
    }
}
