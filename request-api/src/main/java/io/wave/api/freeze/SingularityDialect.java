package io.wave.api.freeze;

import io.wave.api.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Singularity's definition files. They know neither working directory nor command. */
final class SingularityDialect implements Dialect {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FROM = Pattern.compile("(?im)^\\s*from\\s*:\\s*(\\S+)\\s*$");
    private static final Pattern BOOTSTRAP = Pattern.compile("(?im)^\\s*bootstrap\\s*:\\s*(\\S+)\\s*$");

    @Override
    public String base(String image) {
        return "BootStrap: docker\nFrom: " + image + "\n";
    }

    @Override
    public String entryChain(String words) {
        return "%environment\n  export WAVE_ENTRY_CHAIN="
                + BakedWords.quoted(words).replace("`", "\\`") + "\n";
    }

    @Override
    public String config(ContainerConfig config) {
        StringBuilder text = new StringBuilder();
        if (!config.layerList().isEmpty()) {
            text.append("%files\n");
            for (Layer layer : config.layerList()) {
                text.append("  {{wave_context_dir}}/")
                        .append(FrozenLayers.folder(layer))
                        .append("/* /\n");
            }
        }
        section(
                text,
                "%environment\n  export ",
                DockerDialect.each("containerConfig.env", config.env(), SingularityDialect::variable));
        section(
                text,
                "%runscript\n  ",
                DockerDialect.each("containerConfig.entrypoint", config.entrypoint(), BakedWords::shell));
        return text.toString();
    }

    private static void section(StringBuilder text, String begin, List<String> items) {
        if (!items.isEmpty()) {
            text.append(begin).append(String.join(" ", items)).append('\n');
        }
    }

    private static String variable(String field, String variable) {
        int equals = variable.indexOf('=');
        String name = variable.substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid(field, "must have a name of letters, digits and '_' when it is frozen");
        }
        String value = variable.substring(equals + 1);
        return name + "=" + (value.isEmpty() ? "" : BakedWords.shell(field, value));
    }

    @Override
    public EntrySource entrySource(String containerFile) {
        Matcher bootstrap = BOOTSTRAP.matcher(containerFile);
        Matcher from = FROM.matcher(containerFile);
        boolean docker = !bootstrap.find() || bootstrap.group(1).equalsIgnoreCase("docker");
        return docker && from.find() ? new EntrySource.Inherited(from.group(1)) : new EntrySource.None();
    }
}
