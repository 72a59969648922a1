package io.wave.builder.containerfile;

import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.stage.VariableSource;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces variables in {@code COPY --from} and {@code RUN --mount=from} by their values, since BuildKit and older versions of
 * buildah refuse them. Nothing else in the file is changed.
 */
public final class VariableSources {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");

    private VariableSources() {}

    /** The same build with the names of stages and images in its container file expanded. Unknown names stay. */
    public static BuildSpec expanded(BuildSpec spec) {
        BuildWork work = spec.work();
        try {
            return spec.of(work.from(work.source().withContainerFile(text(spec))));
        } catch (InvalidContainerFileException reportedByTheOtherChecks) {
            return spec;
        }
    }

    private static String text(BuildSpec spec) {
        String text = spec.containerFile();
        ContainerFile file = ContainerFile.parse(text, Dialect.BUILDKIT);
        List<VariableSource> sources = file.variableSources(PlatformArguments.of(spec.platform()));
        if (sources.isEmpty()) {
            return text;
        }
        String[] lines = text.split("\n", -1);
        for (VariableSource source : sources) {
            if (source.name() instanceof Value.Known(String name)
                    && NAME.matcher(name).matches()) {
                replace(lines, source, name, file.escape());
            }
        }
        return String.join("\n", lines);
    }

    /** Replaces the name in the lines of an instruction: up to the first that is not continued. */
    private static void replace(String[] lines, VariableSource source, String name, char escape) {
        String value = Pattern.quote(source.written());
        Pattern flag = Pattern.compile("(%s)(?:%s|\"%s\"|'%s')(?=%s)"
                .formatted(start(source), value, value, value, source.isOfMount() ? "[,\"'\\s]|$" : "\\s|$"));
        for (int at = source.line() - 1; at < lines.length; at++) {
            String line = lines[at].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher found = flag.matcher(lines[at]);
            if (found.find()) {
                lines[at] = found.replaceFirst("$1" + Matcher.quoteReplacement(name));
                return;
            }
            if (line.charAt(line.length() - 1) != escape) {
                return;
            }
        }
    }

    /** The flag from the beginning of a word up to the name; the options of a mount may be in any order, and in quotes. */
    private static String start(VariableSource source) {
        return source.isOfMount()
                ? "(?<=^|\\s)[\"']?--mount=[\"']?(?:\\S*?,)??[\"']?from="
                : "(?<=^|\\s)" + source.option();
    }
}
