package io.wave.api.containerfile.freeze;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.image.BaseImage;
import io.wave.api.image.BaseImages;
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

/** Bakes container configurations into container files, as api.md §6 of the protocol has it. */
@Component
public class Freezes {

    private static final String HEADER = "# wave generated container file\n";
    /** Longer lines are none that builders read. */
    private static final int MAX_LINE = 65_000;

    private final BaseImages images;

    Freezes(BaseImages images) {
        this.images = images;
    }

    /**
     * A container file that does nothing but add to an image.
     *
     * @param image as typed
     * @throws ApiException 404 if there is no such image, 400 naming what cannot be baked
     */
    public Frozen image(String image, ContainerConfig config, Platform platform, String tenant, boolean singularity) {
        Dialect dialect = dialect(singularity);
        ImageReference reference = RegistryImageName.parse("containerImage", image);
        BaseImage base = images.read("containerImage", reference, platform, tenant);
        Optional<String> chain = base.entrypoint().map(words -> String.join(" ", words));
        String text = HEADER + dialect.base(image) + baked(dialect, "containerImage", chain, config);
        return new Frozen(
                new BuildContent(text, null), singularity ? null : reference.at(base.digest()), chain.orElse(null));
    }

    /**
     * A container file with a configuration added; without one it stays as it is.
     *
     * @param field what the user gave: the file, or what it was made from
     * @throws ApiException 404 if the image it starts from does not exist, 400 naming what cannot be baked
     */
    public Frozen content(
            String field,
            BuildContent content,
            ContainerConfig config,
            Platform platform,
            String tenant,
            boolean singularity) {
        if (config.isEmpty()) {
            return Frozen.unchanged(content);
        }
        Dialect dialect = dialect(singularity);
        String file = content.containerFile();
        if (!singularity && escape(field, file) != '\\') {
            throw ApiException.invalid(field, "must not change the escape character when a containerConfig is frozen");
        }
        EntrySource source = read(field, () -> dialect.entrySource(file, platform));
        Optional<String> chain = entrypoint(field, source, platform, tenant);
        String text = file + "\n" + HEADER + baked(dialect, field, chain, config);
        return Frozen.unchanged(new BuildContent(text, content.condaFile()));
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

    private Optional<String> entrypoint(String field, EntrySource source, Platform platform, String tenant) {
        return switch (source) {
            case EntrySource.Own(var words) -> Optional.of(String.join(" ", words));
            case EntrySource.Inherited(var image, var named) ->
                images.read(field, RegistryImageName.inFile(field, image), named.orElse(platform), tenant)
                        .entrypoint()
                        .map(words -> String.join(" ", words));
            case EntrySource.None() -> Optional.empty();
        };
    }

    private static String baked(Dialect dialect, String field, Optional<String> chain, ContainerConfig config) {
        chain.ifPresent(words -> BakedWords.requireOneLine("the entrypoint of " + field, words));
        String lines =
                chain.filter(words -> !words.isEmpty()).map(dialect::entryChain).orElse("") + dialect.config(config);
        if (lines.lines().anyMatch(line -> line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE)) {
            throw ApiException.invalid(
                    "containerConfig",
                    "must not give lines longer than %d bytes when it is frozen".formatted(MAX_LINE));
        }
        return lines;
    }

    private static Dialect dialect(boolean singularity) {
        return singularity ? new SingularityDialect() : new DockerDialect();
    }
}
