package io.wave.standalone.pattern;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which fields of a class hold expressions that are searched for. What cannot be followed makes all of them such. */
final class MatcherUses {

    private static final String PATTERN = "java/util/regex/Pattern";
    private static final String MATCHER = "java/util/regex/Matcher";
    private static final Set<String> SEARCHES = Set.of(
            "find",
            "results",
            "replaceAll",
            "replaceFirst",
            "appendReplacement",
            "split",
            "splitAsStream",
            "asPredicate");

    private final Set<String> searched = new HashSet<>();
    private boolean anySearched;

    /** @param field the field that holds the expression, empty if it is in none */
    boolean areSearches(Optional<String> field) {
        return anySearched || (field.isPresent() ? searched.contains(field.get()) : !searched.isEmpty());
    }

    /** Takes in a method of the class. */
    void add(List<Instruction> method) {
        Map<Integer, String> locals = new HashMap<>();
        String field = "";
        Instruction before = method.getFirst();
        for (int i = 0; i < method.size(); i++) {
            Instruction each = method.get(i);
            if (each instanceof FieldInstruction read && isPattern(read)) {
                field = read.name().stringValue();
            } else if (each instanceof StoreInstruction store && isMatcher(before)) {
                locals.put(store.slot(), field);
            } else if (each instanceof InvokeInstruction call && isSearch(call)) {
                searched(method.subList(0, i), locals, field);
            }
            before = each;
        }
    }

    private void searched(List<Instruction> before, Map<Integer, String> locals, String field) {
        for (Instruction each : before.reversed()) {
            if (each instanceof LoadInstruction load && locals.containsKey(load.slot())) {
                add(locals.get(load.slot()));
                return;
            }
            if (isMatcher(each) || (each instanceof FieldInstruction read && isPattern(read))) {
                add(field);
                return;
            }
        }
        add("");
    }

    /** @param field empty for an expression that came from elsewhere */
    private void add(String field) {
        if (field.isEmpty()) {
            anySearched = true;
        } else {
            searched.add(field);
        }
    }

    private static boolean isPattern(FieldInstruction read) {
        return read.typeSymbol().displayName().equals("Pattern");
    }

    private static boolean isMatcher(Instruction instruction) {
        return instruction instanceof InvokeInstruction call
                && call.owner().asInternalName().equals(PATTERN)
                && call.name().equalsString("matcher");
    }

    private static boolean isSearch(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        return (owner.equals(PATTERN) || owner.equals(MATCHER))
                && SEARCHES.contains(call.name().stringValue());
    }
}
