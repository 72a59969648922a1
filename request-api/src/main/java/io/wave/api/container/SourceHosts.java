package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.problem.ApiException;
import io.wave.api.registry.Destinations;
import io.wave.image.ImageReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a build would fetch before it runs any command: images that a container file starts from or copies from, files
 * that it adds, lock files and channels of packages. None of it may be at a private address.
 */
@Component
class SourceHosts {

    private static final String FILE = "containerFile";
    private static final Pattern IMAGE = Pattern.compile(
            "(?im)^[ \\t]*(?:FROM(?:[ \\t]+--\\S+)*[ \\t]+|From:[ \\t]*|(?:COPY|ADD)[ \\t].*?--from=)([^\\s\\\\]+)");
    /** What an engine would take for a host. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(?::[0-9]+)?");

    private static final Pattern ADDED = Pattern.compile("(?im)^[ \\t]*ADD[ \\t].*?\\b(https?://[^\\s\"',\\]]+)");
    private static final Pattern URL = Pattern.compile("(?i)https?://.+");
    /** Each may have to be looked up. */
    private static final int MAX_HOSTS = 20;

    private final Destinations destinations;

    SourceHosts(Destinations destinations) {
        this.destinations = destinations;
    }

    /** @throws ApiException 400 naming the field that leads inside */
    void check(SubmitRequest request, BuildContent content) {
        Map<String, Runnable> checks = new LinkedHashMap<>();
        String field = request.hasPackages() ? "packages" : FILE;
        images(content.containerFile())
                .forEach(image -> checks.putIfAbsent(image.registry(), () -> destinations.require(field, image)));
        added(content.containerFile())
                .forEach(url -> checks.putIfAbsent(url.getRawAuthority(), () -> destinations.require(field, url)));
        if (request.packages() != null) {
            urls(request.packages().entries())
                    .forEach(url -> checks.putIfAbsent(
                            url.getRawAuthority(), () -> destinations.require("packages.entries", url)));
            urls(request.packages().channels())
                    .forEach(url -> checks.putIfAbsent(
                            url.getRawAuthority(), () -> destinations.require("packages.channels", url)));
        }
        if (checks.size() > MAX_HOSTS) {
            throw ApiException.invalid(field, "must not name more than %d hosts".formatted(MAX_HOSTS));
        }
        checks.values().forEach(Runnable::run);
    }

    /** Those with a registry; the others are names of stages or on Docker Hub. */
    private static List<ImageReference> images(String file) {
        return matches(IMAGE, file)
                .filter(name -> ImageReference.looksLikeRegistry(name.split("/", 2)[0]) && name.contains("/"))
                .map(SourceHosts::image)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ImageReference> image(String name) {
        String host = name.split("/", 2)[0];
        if (HOST.matcher(host).matches() && parse(host + "/image").isEmpty()) {
            throw ApiException.invalid(FILE, "names an image of '%s', which is no host".formatted(host));
        }
        return parse(name);
    }

    private static Optional<ImageReference> parse(String name) {
        try {
            return Optional.of(ImageReference.parse(name));
        } catch (IllegalArgumentException notForUs) {
            return Optional.empty();
        }
    }

    private static List<URI> added(String file) {
        return matches(ADDED, file)
                .map(SourceHosts::url)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<URI> urls(@Nullable List<@Nullable String> texts) {
        return texts == null
                ? List.of()
                : texts.stream()
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .filter(text -> URL.matcher(text).matches())
                        .map(SourceHosts::url)
                        .flatMap(Optional::stream)
                        .toList();
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(URI.create(text)).filter(url -> url.getHost() != null);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found.stream();
    }
}
