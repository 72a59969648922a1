package io.wave.api.freeze;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The instructions of a Docker container file, as far as they tell its entrypoint. */
final class DockerStages {

    private static final Pattern FROM =
            Pattern.compile("\\s*FROM\\s+(?:--\\S+\\s+)*(\\S+)(?:\\s+(?i:as)\\s+(\\S+))?\\s*");
    private static final Pattern ENTRYPOINT = Pattern.compile("\\s*ENTRYPOINT\\s+(.*?)\\s*", Pattern.DOTALL);
    private static final Pattern ARG = Pattern.compile("\\s*ARG\\s+(\\w+)=([\"']?)([^\"'\\s]*)\\2\\s*");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    private final List<String> instructions;

    private DockerStages(List<String> instructions) {
        this.instructions = instructions;
    }

    static DockerStages of(String containerFile) {
        return new DockerStages(DockerInstructions.of(containerFile));
    }

    /** Read from the end: an entrypoint that is set, or the image that the last stage starts from. */
    EntrySource entrySource() {
        return above(instructions.size());
    }

    private EntrySource above(int end) {
        for (int i = end - 1; i >= 0; i--) {
            Matcher entrypoint = ENTRYPOINT.matcher(instructions.get(i));
            if (entrypoint.matches()) {
                return new EntrySource.Own(ShellWords.of(entrypoint.group(1)));
            }
            Matcher from = FROM.matcher(instructions.get(i));
            if (from.matches()) {
                return startingFrom(from.group(1), i);
            }
        }
        return new EntrySource.None();
    }

    /** A stage may start from an earlier one; its name may come from an argument's default. */
    private EntrySource startingFrom(String name, int line) {
        for (int i = line - 1; i >= 0; i--) {
            Matcher from = FROM.matcher(instructions.get(i));
            if (from.matches() && name.equalsIgnoreCase(from.group(2))) {
                return above(endOfStage(i));
            }
        }
        String image = resolved(name);
        return image.indexOf('$') >= 0 || image.toLowerCase(Locale.ROOT).equals("scratch")
                ? new EntrySource.None()
                : new EntrySource.Inherited(image);
    }

    private int endOfStage(int from) {
        int end = from + 1;
        while (end < instructions.size() && !FROM.matcher(instructions.get(end)).matches()) {
            end++;
        }
        return end;
    }

    private String resolved(String name) {
        Map<String, String> arguments = new HashMap<>();
        for (String instruction : instructions) {
            Matcher argument = ARG.matcher(instruction);
            if (argument.matches()) {
                arguments.put(argument.group(1), argument.group(3));
            } else if (FROM.matcher(instruction).matches()) {
                break;
            }
        }
        return VARIABLE.matcher(name).replaceAll(variable -> {
            String key = variable.group(1) == null ? variable.group(2) : variable.group(1);
            return Matcher.quoteReplacement(arguments.getOrDefault(key, variable.group()));
        });
    }
}
