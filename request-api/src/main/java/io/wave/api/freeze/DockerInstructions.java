package io.wave.api.freeze;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a Docker container file into instructions: continued lines are joined, comments and here-documents left out. */
final class DockerInstructions {

    private static final Pattern CONTINUED = Pattern.compile("(.*)\\\\[ \\t]*", Pattern.DOTALL);
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<-?[\"']?(\\w+)[\"']?");
    private static final Pattern ESCAPE_DIRECTIVE = Pattern.compile("(?i)\\s*#\\s*escape\\s*=\\s*`\\s*");
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*\\w+\\s*=.*");

    private DockerInstructions() {}

    static List<String> of(String containerFile) {
        List<String> instructions = new ArrayList<>();
        List<String> lines = containerFile.lines().toList();
        StringBuilder instruction = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.stripLeading().startsWith("#")) {
                continue;
            }
            Matcher continued = CONTINUED.matcher(line);
            if (continued.matches()) {
                instruction.append(continued.group(1)).append(' ');
                continue;
            }
            instructions.add(instruction.append(line).toString());
            i = endOfDocuments(instruction.toString(), lines, i);
            instruction.setLength(0);
        }
        instructions.add(instruction.toString());
        return instructions;
    }

    private static int endOfDocuments(String instruction, List<String> lines, int line) {
        if (!instruction.matches("(?is)\\s*(RUN|COPY|ADD)\\s.*")) {
            return line;
        }
        int end = line;
        Matcher documents = HERE_DOCUMENT.matcher(instruction);
        while (documents.find()) {
            int last = end + 1;
            while (last < lines.size() && !lines.get(last).strip().equals(documents.group(1))) {
                last++;
            }
            if (last < lines.size()) {
                end = last;
            }
        }
        return end;
    }

    /** Whether the file makes a backtick what a backslash is in others. */
    static boolean escapesWithBacktick(String containerFile) {
        return containerFile
                .lines()
                .takeWhile(line -> DIRECTIVE.matcher(line).matches())
                .anyMatch(line -> ESCAPE_DIRECTIVE.matcher(line).matches());
    }
}
