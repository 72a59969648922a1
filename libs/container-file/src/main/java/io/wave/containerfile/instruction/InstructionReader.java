package io.wave.containerfile.instruction;

import io.wave.containerfile.syntax.Blanks;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.Directives;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.containerfile.syntax.PhysicalLines;
import java.util.ArrayList;
import java.util.List;

/** Parses instructions: joins continued lines, removes comments and extracts here-documents. */
public final class InstructionReader {

    private static final int MAX_INSTRUCTIONS = 10_000;

    private final Dialect dialect;
    private final PhysicalLines lines;
    private final Directives directives;

    public InstructionReader(String text, Dialect dialect) {
        this.dialect = dialect;
        this.lines = new PhysicalLines(text, dialect);
        this.directives = new Directives(dialect);
    }

    public List<Instruction> read() {
        List<Instruction> instructions = new ArrayList<>();
        while (lines.hasNext()) {
            String first = Blanks.trimStart(lines.next());
            int number = lines.number();
            directives.addLine(first, number);
            String line = logical(isComment(first) ? "" : first);
            if (Blanks.trim(line).isEmpty()) {
                continue;
            }
            if (instructions.size() == MAX_INSTRUCTIONS) {
                throw new InvalidContainerFileException(
                        number, "must not have more than %d instructions".formatted(MAX_INSTRUCTIONS));
            }
            instructions.add(documents(Instruction.parse(line, number, directives.escape())));
        }
        return instructions;
    }

    public Directives directives() {
        return directives;
    }

    private String logical(String first) {
        StringBuilder line = new StringBuilder();
        boolean continued = append(line, first);
        while (continued && lines.hasNext()) {
            String next = lines.next();
            String trimmed = Blanks.trimStart(next);
            if (!trimmed.isEmpty() && !isComment(trimmed)) {
                continued = append(line, next);
            }
        }
        return line.toString();
    }

    /** Appends a line without the continuation character; false if it has none. */
    private boolean append(StringBuilder logical, String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        char escape = directives.escape();
        boolean continued = end > 0
                && line.charAt(end - 1) == escape
                && !(dialect.escapesEscapes() && end > 1 && line.charAt(end - 2) == escape);
        logical.append(continued ? line.substring(0, end - 1) : line);
        return continued;
    }

    private static boolean isComment(String trimmed) {
        return trimmed.startsWith("#");
    }

    private Instruction documents(Instruction instruction) {
        if (!dialect.hasDocuments()) {
            return instruction;
        }
        List<HereDocument> documents = new ArrayList<>();
        for (DocumentStart start : DocumentStart.in(instruction)) {
            StringBuilder content = new StringBuilder();
            while (lines.hasNext()) {
                String line = lines.next();
                if (start.isEnd(line)) {
                    break;
                }
                content.append(line).append('\n');
            }
            documents.add(new HereDocument(start.name(), start.expands(), content.toString()));
        }
        return documents.isEmpty() ? instruction : instruction.with(documents);
    }
}
