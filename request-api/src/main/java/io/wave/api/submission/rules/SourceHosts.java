package io.wave.api.submission.rules;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.conda.CondaFile;
import io.wave.api.containerfile.packages.PackageType;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.content.Base64Text;
import io.wave.api.image.Destinations;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.RemoteLocation;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.egress.Destination;
import io.wave.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What a build would fetch because the request names it: images that a container file starts from or copies from, files
 * that it adds, lock files, channels and repositories of packages. None of it may be at a private address or on the
 * build worker's own machine. What only the builder can know is refused for images; for URLs the worker's own guard
 * decides when they are connected to.
 */
@Component
public class SourceHosts {

    private static final Set<String> FETCHED = Set.of("http", "https", "git", "ssh", "ftp");
    /** Each may have to be looked up. */
    private static final int MAX_HOSTS = 20;

    private final Destinations destinations;

    SourceHosts(Destinations destinations) {
        this.destinations = destinations;
    }

    /** @throws ApiException 400 naming the field that leads inside */
    public void check(Submission.Made made, Origin.Text origin) {
        Checks checks = new Checks();
        String field = origin.field();
        BuildContent content = origin.content();
        try {
            file(made, field, content.containerFile(), checks);
        } catch (InvalidContainerFileException invalid) {
            throw ApiException.invalid(field, invalid.rule());
        }
        RepositoryName cache = made.asked().cache();
        if (cache != null) {
            checks.image("cacheRepository", ImageReference.parse(cache.typed()));
        }
        switch (origin) {
            case Origin.OfPackages(var packages, var _) -> {
                packages.sources().forEach((source, texts) -> texts.forEach(text -> checks.urls(source, text)));
                environment("packages.environment", packages, content, checks);
            }
            case Origin.File _ -> {
                if (content.condaFile() != null) {
                    checks.conda("condaFile", content.condaFile());
                }
            }
        }
        checks.run(field);
    }

    private void file(Submission.Made made, String field, String text, Checks checks) {
        if (made.product().isSingularity()) {
            DefinedSources sources = DefinedSources.of(field, text);
            sources.images().forEach(image -> checks.image(field, image));
            sources.urls().forEach(url -> checks.url(field, url));
        } else {
            NamedSources sources =
                    NamedSources.of(field, text, made.asked().platforms().all());
            sources.images().forEach(image -> checks.image(field, image));
            sources.added().forEach(url -> checks.url(field, url));
        }
    }

    private static void environment(String field, Packages packages, BuildContent content, Checks checks) {
        String environment = packages.environment();
        if (packages.type() == PackageType.CONDA && environment != null && !environment.isEmpty()) {
            checks.conda(field, Base64Text.decode(field, environment));
        } else if (content.condaFile() != null) {
            checks.conda("packages.entries", content.condaFile());
        }
    }

    /** What is to be checked, each server once, in the order in which it is named. */
    private final class Checks {

        private final Map<String, Runnable> byHost = new LinkedHashMap<>();

        void image(String field, ImageReference image) {
            if (!image.registry().equals(ImageReference.DOCKER_HUB)) {
                byHost.putIfAbsent(image.registry(), () -> destinations.require(field, image));
            }
        }

        /** A text that is a URL, or else names nothing. */
        void url(String field, String text) {
            RemoteLocation.of(text).ifPresent(url -> server(field, url));
        }

        /** All URLs in a text. */
        void urls(String field, String text) {
            RemoteLocation.allIn(text).forEach(url -> server(field, url));
        }

        /** All URLs in a Conda file: in channels, packages and options of pip. */
        void conda(String field, String file) {
            urls(field, file);
            CondaFile.textsOf(file).forEach(text -> urls(field, text));
        }

        private void server(String field, RemoteLocation url) {
            if (FETCHED.contains(url.scheme())) {
                String server = url.scheme() + "://" + url.authority();
                byHost.putIfAbsent(server, () -> destinations.require(field, destination(field, url)));
            }
        }

        void run(String field) {
            if (byHost.size() > MAX_HOSTS) {
                throw ApiException.invalid(field, "must not name more than %d hosts".formatted(MAX_HOSTS));
            }
            byHost.values().forEach(Runnable::run);
        }
    }

    private static Destination destination(String field, RemoteLocation url) {
        return url.host()
                .map(host -> new Destination(host, url.port().orElse(standardPort(url.scheme()))))
                .orElseThrow(() -> ApiException.invalid(
                        field, "has a URL whose host cannot be read: '%s'".formatted(url.authority())));
    }

    private static int standardPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "ssh" -> 22;
            case "git" -> 9418;
            case "ftp" -> 21;
            default -> 80;
        };
    }
}
