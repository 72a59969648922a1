package io.wave.builder.containerfile;

import io.wave.builder.context.InvalidContextException;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.instruction.Mount;
import io.wave.containerfile.syntax.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Rejects mounts of {@code RUN} steps that could give access to folders outside the build: the builder joins the names
 * in them to its own folders, and follows links that steps have created there.
 */
public final class MountRules {

    private final TreeSet<String> caches = new TreeSet<>();
    private boolean writesContext;
    private boolean mountsParts;

    private MountRules() {}

    /**
     * Checks the mounts of a file in every dialect that the builder may parse.
     *
     * @throws InvalidContextException if a mount is not allowed
     */
    public static void check(String containerFile) {
        for (Dialect dialect : Dialect.values()) {
            MountRules rules = new MountRules();
            for (Instruction written :
                    ContainerFile.parse(containerFile, dialect).instructions()) {
                Instruction instruction = written.trigger().orElse(written);
                if (instruction.is("RUN")) {
                    rules.check(instruction);
                }
            }
            rules.checkTogether();
        }
    }

    /** Whether a step has a mount. */
    public static boolean mountsAnything(String containerFile) {
        return Arrays.stream(Dialect.values())
                .flatMap(dialect -> ContainerFile.parse(containerFile, dialect).instructions().stream())
                .map(written -> written.trigger().orElse(written))
                .anyMatch(instruction -> instruction.is("RUN")
                        && instruction.flags().stream()
                                .anyMatch(flag -> flag.startsWith("--mount") || hasVariable(flag)));
    }

    private void check(Instruction run) {
        for (String flag : run.flags()) {
            if (flag.indexOf('"') >= 0) {
                throw invalid(
                        run, "quotation marks in flags are not supported; remove them from '%.100s'".formatted(flag));
            }
            if (hasVariable(flag)) {
                throw invalid(
                        run, "variables in flags are not supported; replace '%.100s' by its value".formatted(flag));
            }
        }
        for (Mount mount : run.mounts()) {
            if (mount.options().stream().anyMatch(option -> option.value().equals("cache"))) {
                checkCache(run, mount);
            }
            checkOrigin(run, mount);
            checkBind(mount);
        }
    }

    private static boolean hasVariable(String flag) {
        return flag.indexOf('$') >= 0;
    }

    private void checkCache(Instruction run, Mount mount) {
        List<String> ids = mount.values("id");
        List<String> names = ids.isEmpty()
                ? Stream.of("target", "dst", "destination")
                        .flatMap(option -> mount.values(option).stream())
                        .toList()
                : ids;
        if (ids.stream().anyMatch(String::isBlank)) {
            throw invalid(run, "the id of a cache must not be empty");
        }
        if (ids.isEmpty() && names.stream().anyMatch(target -> !target.startsWith("/"))) {
            throw invalid(run, "a cache with a relative target requires an id");
        }
        for (String name : names) {
            List<String> components = components(name);
            if (components.contains("..")) {
                throw invalid(run, "the id '%.100s' of a cache must not contain '..'".formatted(name));
            }
            caches.add(String.join("\0", components));
        }
    }

    private static List<String> components(String name) {
        List<String> components = new ArrayList<>();
        for (String component : name.split("/")) {
            if (!component.isEmpty() && !component.equals(".")) {
                components.add(component);
            }
        }
        return components;
    }

    /** Stages and images may contain links, which the builder would follow on the worker. */
    private static void checkOrigin(Instruction run, Mount mount) {
        if (!mount.values("from").isEmpty() && mountsPart(mount)) {
            throw invalid(
                    run, "'from' cannot be combined with 'source'; remove 'source' and use the path below 'target'");
        }
    }

    private static boolean mountsPart(Mount mount) {
        return Stream.of("source", "src")
                .flatMap(option -> mount.values(option).stream())
                .anyMatch(source -> !components(source).isEmpty());
    }

    private void checkBind(Mount mount) {
        if (mount.type().equals("bind") && mount.values("from").isEmpty()) {
            writesContext |= mount.options().stream()
                    .anyMatch(option ->
                            option.name().equals("rw") || option.name().equals("readwrite"));
            mountsParts |= mountsPart(mount);
        }
    }

    /** A step could create a link in one mount that is followed in another one. */
    private void checkTogether() {
        String before = null;
        for (String cache : caches) {
            if (before != null && (before.isEmpty() || cache.startsWith(before + "\0"))) {
                throw new InvalidContextException(
                        "containerFile: RUN --mount=type=cache: the caches '%.100s' and '%.100s' are nested; use ids without '/'"
                                .formatted(before.replace('\0', '/'), cache.replace('\0', '/')));
            }
            before = cache;
        }
        if (writesContext && mountsParts) {
            throw new InvalidContextException(
                    "containerFile: RUN --mount=type=bind: the context cannot be mounted with 'rw' together with parts of it ('source'); remove 'rw', or mount the whole context");
        }
    }

    private static InvalidContextException invalid(Instruction run, String message) {
        return new InvalidContextException("containerFile: line %d: RUN --mount: %s".formatted(run.line(), message));
    }
}
