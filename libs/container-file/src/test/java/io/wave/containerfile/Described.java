package io.wave.containerfile;

import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.stage.Source;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Describes a parsed file in lines that a test can compare. */
final class Described {

    private static final Map<String, String> PREDEFINED =
            Map.of("TARGETARCH", "amd64", "TARGETPLATFORM", "linux/amd64");

    private Described() {}

    static List<String> sources(String file, Dialect dialect) {
        return ContainerFile.parse(file, dialect).sources(PREDEFINED).stream()
                .map(source -> "%d %s %s".formatted(source.line(), source.place(), name(source)))
                .toList();
    }

    static Stream<String> instructions(String file, Dialect dialect) {
        return ContainerFile.parse(file, dialect).instructions().stream()
                .map(each -> "%d %s %s%s".formatted(each.line(), each.keyword(), flags(each), each.arguments()));
    }

    private static String flags(Instruction instruction) {
        return instruction.flags().isEmpty() ? "" : instruction.flags() + " ";
    }

    private static String name(Source source) {
        return switch (source) {
            case Source.Image(var _, var _, var name, var platform) ->
                text(name) + platform.map(value -> " on " + text(value)).orElse("");
            case Source.Added(var _, var _, var name) -> text(name);
        };
    }

    static String text(Value value) {
        return switch (value) {
            case Value.Known(var text) -> text;
            case Value.Unknown(var written, var _) -> "?" + written;
        };
    }
}
