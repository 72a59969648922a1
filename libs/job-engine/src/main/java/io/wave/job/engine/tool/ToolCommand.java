package io.wave.job.engine.tool;

import java.util.List;
import java.util.Map;

/**
 * A tool to run. Arguments are seen by every user of the machine and must hold no secret.
 *
 * @param arguments the tool's name and its arguments
 * @param environment the whole environment of the tool, {@code PATH} aside
 */
public record ToolCommand(List<String> arguments, Map<String, String> environment) {

    public ToolCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
