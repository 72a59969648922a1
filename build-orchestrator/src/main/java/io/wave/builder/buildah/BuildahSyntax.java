package io.wave.builder.buildah;

import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.image.ToolVersion;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.syntax.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses container files that the installed buildah does not know or would build otherwise than the Dockerfile reference
 * says, before it is started.
 */
final class BuildahSyntax {

    private static final Map<String, ToolVersion> FLAGS = Map.of(
            "COPY --link", new ToolVersion(1, 41),
            "ADD --link", new ToolVersion(1, 41),
            "COPY --parents", new ToolVersion(1, 40),
            "COPY --exclude", new ToolVersion(1, 38),
            "ADD --exclude", new ToolVersion(1, 38),
            "ADD --checksum", new ToolVersion(1, 33),
            "ADD --keep-git-dir", new ToolVersion(1, 42),
            "RUN --network", new ToolVersion(1, 30),
            "HEALTHCHECK --start-interval", new ToolVersion(1, 37));

    /** Known to all versions that are in use. */
    private static final Set<String> OLD_FLAGS = Set.of(
            "FROM --platform",
            "COPY --from",
            "COPY --chown",
            "COPY --chmod",
            "ADD --chown",
            "ADD --chmod",
            "RUN --mount",
            "HEALTHCHECK --interval",
            "HEALTHCHECK --timeout",
            "HEALTHCHECK --start-period",
            "HEALTHCHECK --retries");

    private static final ToolVersion DOCUMENTS_OF_FILES = new ToolVersion(1, 33);
    private static final ToolVersion DOCUMENTS_OF_STEPS = new ToolVersion(1, 36);
    private static final ToolVersion WRITABLE_VOLUMES = new ToolVersion(1, 37);

    /** Members of the configuration that the OCI format does not have. */
    private static final Set<String> DOCKER_FORMAT = Set.of("SHELL", "HEALTHCHECK", "ONBUILD");

    private static final Set<String> COMMANDS = Set.of("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "ONBUILD");
    private static final Pattern OCTAL = Pattern.compile("[0-7]+");
    private static final Pattern MODIFIER = Pattern.compile("(?<!\\\\)\\$\\{\\w+(?::\\?|[-+?#%/])");

    private final List<Need> needs = new ArrayList<>();
    private final boolean dockerFormat;
    private boolean volume;
    private boolean shell;

    /**
     * Something that a container file uses.
     *
     * @param since the first version of buildah that has it; {@code null} if none has
     */
    private record Need(int line, String use, @Nullable ToolVersion since) {}

    private BuildahSyntax(boolean dockerFormat) {
        this.dockerFormat = dockerFormat;
    }

    /** Whether the image is built in the Docker format, which has all members of the configuration. It has no zstd. */
    static boolean usesDockerFormat(BuildSpec spec) {
        BuildCompression compression = spec.compression();
        return compression == null || compression.mode() != BuildCompression.Mode.zstd;
    }

    /**
     * Checks the container file of a build.
     *
     * @param installed the version of buildah, read only if it matters
     * @throws InvalidContextException if a newer buildah, or BuildKit, is needed
     */
    static void check(BuildSpec spec, Supplier<Optional<ToolVersion>> installed) {
        BuildahSyntax syntax = new BuildahSyntax(usesDockerFormat(spec));
        ContainerFile.parse(spec.containerFile(), Dialect.BUILDKIT)
                .instructions()
                .forEach(syntax::add);
        if (syntax.needs.isEmpty()) {
            return;
        }
        Optional<ToolVersion> version = installed.get();
        for (Need need : syntax.needs) {
            if (need.since == null || version.isEmpty() || !version.get().isAtLeast(need.since)) {
                throw new InvalidContextException(
                        "containerFile: line %d: %s requires %s; the build worker has buildah %s"
                                .formatted(
                                        need.line,
                                        need.use,
                                        need.since == null
                                                ? "BuildKit"
                                                : "buildah %s or newer, or BuildKit".formatted(need.since),
                                        version.map(ToolVersion::toString).orElse("of an unknown version")));
            }
        }
    }

    private void add(Instruction instruction) {
        switch (instruction.keyword()) {
            case "FROM" -> {
                volume = false;
                shell = false;
            }
            case "VOLUME" -> volume = true;
            case "RUN" -> addStep(instruction);
            case "CMD", "ENTRYPOINT" -> {
                if (shell && instruction.execForm().isEmpty()) {
                    need(instruction, "%s in shell form after SHELL".formatted(instruction.keyword()), null);
                }
            }
            case "SHELL" -> shell = true;
            default -> {
                // Flags and variables are checked below.
            }
        }
        if (DOCKER_FORMAT.contains(instruction.keyword()) && !dockerFormat) {
            need(instruction, "%s together with buildCompression 'zstd'".formatted(instruction.keyword()), null);
        }
        instruction.flags().forEach(flag -> addFlag(instruction, flag));
        addDocuments(instruction);
        if (!COMMANDS.contains(instruction.keyword())
                && MODIFIER.matcher(instruction.arguments()).find()) {
            need(
                    instruction,
                    "%s with a variable of another form than ${a:-b} and ${a:+b}".formatted(instruction.keyword()),
                    null);
        }
    }

    private void addStep(Instruction run) {
        if (volume) {
            need(run, "RUN after VOLUME", WRITABLE_VOLUMES);
        }
    }

    private void addDocuments(Instruction instruction) {
        if (!instruction.documents().isEmpty()) {
            need(
                    instruction,
                    "%s with a here-document ('<<')".formatted(instruction.keyword()),
                    instruction.is("RUN") ? DOCUMENTS_OF_STEPS : DOCUMENTS_OF_FILES);
        }
    }

    private void addFlag(Instruction instruction, String flag) {
        int equals = flag.indexOf('=');
        String name = "%s %s".formatted(instruction.keyword(), equals < 0 ? flag : flag.substring(0, equals));
        String value = flag.substring(equals + 1);
        if (name.endsWith("--chmod")
                && value.indexOf('$') < 0
                && !OCTAL.matcher(value).matches()) {
            need(instruction, "%s=%.20s (a mode that is not octal)".formatted(name, value), null);
        } else if (name.equals("RUN --network") && !value.equals("default") && !value.equals("host")) {
            need(instruction, "%s=%.20s".formatted(name, value), null);
        } else if (!OLD_FLAGS.contains(name)) {
            need(instruction, name, FLAGS.get(name));
        }
    }

    private void need(Instruction instruction, String use, @Nullable ToolVersion since) {
        needs.add(new Need(instruction.line(), use, since));
    }
}
