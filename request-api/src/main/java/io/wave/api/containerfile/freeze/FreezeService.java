package io.wave.api.containerfile.freeze;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.image.BaseImage;
import io.wave.api.image.BaseImageResolver;
import io.wave.api.image.RegistryImageName;
import io.wave.api.web.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Adds the configuration of a freeze to a container file. */
@Component
public class FreezeService {

    private static final String HEADER = "# wave generated container file\n";
    /** Builders do not read longer lines. */
    private static final int MAX_LINE = 65_000;

    private final BaseImageResolver images;

    FreezeService(BaseImageResolver images) {
        this.images = images;
    }

    /**
     * A container file that only adds a configuration to an image.
     *
     * @param typed the name as the user wrote it
     * @param reference the full name
     * @throws ApiException 404 if the image does not exist, 400 naming what cannot be frozen
     */
    public FrozenContent image(
            String typed,
            ImageReference reference,
            ContainerConfig config,
            Platform platform,
            String tenant,
            boolean singularity) {
        Dialect dialect = dialect(singularity);
        BaseImage base = images.read("containerImage", reference, platform, tenant);
        Optional<String> chain = base.entrypoint().map(words -> String.join(" ", words));
        String text = HEADER + dialect.base(typed) + configuration(dialect, "containerImage", chain, config);
        return new FrozenContent(
                new BuildContent(text, null), singularity ? null : reference.at(base.digest()), chain.orElse(null));
    }

    /**
     * A container file with the configuration added; without configuration it stays as it is.
     *
     * @param field the field that contains the file, or from which it was generated
     * @throws ApiException 404 if the base image does not exist, 400 naming what cannot be frozen
     */
    public FrozenContent content(
            String field,
            BuildContent content,
            ContainerConfig config,
            Platform platform,
            String tenant,
            boolean singularity) {
        if (config.isEmpty()) {
            return FrozenContent.unchanged(content);
        }
        Dialect dialect = dialect(singularity);
        String file = content.containerFile();
        if (!singularity && escape(field, file) != '\\') {
            throw ApiException.invalid(field, "must not change the escape character if a containerConfig is frozen");
        }
        EntrypointSource source = read(field, () -> dialect.entrySource(file, platform));
        Optional<String> chain = entrypoint(field, source, platform, tenant);
        String text = file + "\n" + HEADER + configuration(dialect, field, chain, config);
        return FrozenContent.unchanged(new BuildContent(text, content.condaFile()));
    }

    private static char escape(String field, String file) {
        return read(
                field,
                () -> ContainerFile.parse(file, io.wave.containerfile.syntax.Dialect.BUILDKIT)
                        .escape());
    }

    private static <T> T read(String field, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidContainerFileException invalid) {
            throw ApiException.invalid(field, invalid.rule());
        }
    }

    private Optional<String> entrypoint(String field, EntrypointSource source, Platform platform, String tenant) {
        return switch (source) {
            case EntrypointSource.Own(var words) -> Optional.of(String.join(" ", words));
            case EntrypointSource.Inherited(var image, var named) ->
                images.read(field, RegistryImageName.inFile(field, image), named.orElse(platform), tenant)
                        .entrypoint()
                        .map(words -> String.join(" ", words));
            case EntrypointSource.None() -> Optional.empty();
        };
    }

    private static String configuration(Dialect dialect, String field, Optional<String> chain, ContainerConfig config) {
        chain.ifPresent(words -> Quoting.requireOneLine("entrypoint of " + field, words));
        String lines =
                chain.filter(words -> !words.isEmpty()).map(dialect::entryChain).orElse("") + dialect.config(config);
        if (lines.lines().anyMatch(line -> line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE)) {
            throw ApiException.invalid(
                    "containerConfig",
                    "must not create lines longer than %d bytes if the image is frozen".formatted(MAX_LINE));
        }
        return lines;
    }

    private static Dialect dialect(boolean singularity) {
        return singularity ? new SingularityDialect() : new DockerDialect();
    }
}
