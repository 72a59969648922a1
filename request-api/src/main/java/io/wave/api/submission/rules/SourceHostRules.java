package io.wave.api.submission.rules;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.conda.CondaFile;
import io.wave.api.containerfile.packages.PackageType;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.content.Base64Text;
import io.wave.api.image.HostCheck;
import io.wave.api.image.UrlPort;
import io.wave.api.submission.request.Origin;
import io.wave.api.submission.request.RepositoryName;
import io.wave.api.submission.request.Submission;
import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.RemoteLocation;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.egress.Destination;
import io.wave.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Checks the hosts from which a build fetches what the request names: base images, added files, lock files, Conda
 * channels and package repositories. None of them may be at a private address or on the build worker. Images must be
 * known before the build; URLs that are not are checked by the egress rules of the worker when it connects.
 */
@Component
public class SourceHostRules {

    private static final Set<String> FETCHED = Set.of("http", "https", "git", "ssh", "ftp");
    /** Each may require a DNS lookup. */
    private static final int MAX_HOSTS = 20;

    private final HostCheck destinations;

    SourceHostRules(HostCheck destinations) {
        this.destinations = destinations;
    }

    /**
     * The images that a build reads, as far as they are known before it. No host is checked.
     *
     * @throws ApiException 400 if the container file is invalid
     */
    public Set<ImageReference> images(Submission.BuildSubmission submission, Origin.Text origin) {
        return named(submission, origin).images;
    }

    private PendingChecks named(Submission.BuildSubmission submission, Origin.Text origin) {
        PendingChecks checks = new PendingChecks();
        String field = origin.field();
        try {
            file(submission, field, origin.content().containerFile(), checks);
        } catch (InvalidContainerFileException invalid) {
            throw ApiException.invalid(field, invalid.rule());
        }
        return checks;
    }

    /**
     * Checks the hosts of a request.
     *
     * @return the images that the build reads, as far as they are known before it
     * @throws ApiException 400 naming the field that contains the host
     */
    public Set<ImageReference> check(Submission.BuildSubmission submission, Origin.Text origin) {
        PendingChecks checks = named(submission, origin);
        String field = origin.field();
        BuildContent content = origin.content();
        RepositoryName cache = submission.common().cache();
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
        return checks.images;
    }

    private void file(Submission.BuildSubmission submission, String field, String text, PendingChecks checks) {
        if (submission.options().isSingularity()) {
            DefinitionFileSources sources = DefinitionFileSources.of(field, text);
            sources.images().forEach(image -> checks.base(field, image));
            sources.urls().forEach(url -> checks.url(field, url));
        } else {
            DockerfileSources sources = DockerfileSources.of(
                    field, text, submission.common().platforms().all());
            sources.images().forEach(image -> checks.base(field, image));
            sources.added().forEach(url -> checks.url(field, url));
        }
    }

    private static void environment(String field, Packages packages, BuildContent content, PendingChecks checks) {
        String environment = packages.environment();
        if (packages.type() == PackageType.CONDA && environment != null && !environment.isEmpty()) {
            checks.conda(field, Base64Text.decode(field, environment));
        } else if (content.condaFile() != null) {
            checks.conda("packages.entries", content.condaFile());
        }
    }

    /** The checks to run, one per server, in the order of the request. */
    private final class PendingChecks {

        private final Map<String, Runnable> byHost = new LinkedHashMap<>();
        private final Set<ImageReference> images = new LinkedHashSet<>();

        void base(String field, ImageReference image) {
            images.add(image);
            image(field, image);
        }

        void image(String field, ImageReference image) {
            if (!image.registry().equals(ImageReference.DOCKER_HUB)) {
                byHost.putIfAbsent(image.registry(), () -> destinations.require(field, image));
            }
        }

        /** A text that may be a URL. */
        void url(String field, String text) {
            RemoteLocation.of(text).ifPresent(url -> server(field, url));
        }

        /** All URLs in a text. */
        void urls(String field, String text) {
            RemoteLocation.allIn(text).forEach(url -> server(field, url));
        }

        /** All URLs in a Conda file: channels, packages and pip options. */
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
        UrlPort.require(field, url);
        return url.host()
                .map(host -> new Destination(host, url.port().orElse(standardPort(url.scheme()))))
                .orElseThrow(() -> ApiException.invalid(
                        field, "contains a URL with an invalid host: '%s'".formatted(url.authority())));
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
