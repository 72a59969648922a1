package io.wave.job.engine.tool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of a tool. Arguments are visible to every user of the machine and must not contain secrets.
 *
 * @param arguments the name of the tool and its arguments
 * @param environment the environment of the tool, except for {@code PATH}
 */
public record ToolCommand(List<String> arguments, Map<String, String> environment) {

    public ToolCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** The same with more environment variables. */
    public ToolCommand with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(environment);
        return new ToolCommand(arguments, all);
    }
}
