package io.wave.api.containerfile.freeze;

import io.wave.api.web.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.containerfile.DefinitionFile;
import io.wave.containerfile.stage.Value;
import io.wave.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Singularity definition files, which have neither working directory nor command. */
final class SingularityDialect implements Dialect {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    @Override
    public String base(String image) {
        return "BootStrap: docker\nFrom: " + image + "\n";
    }

    @Override
    public String entryChain(String words) {
        return "%environment\n  export WAVE_ENTRY_CHAIN="
                + Quoting.quoted(words).replace("`", "\\`") + "\n";
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
                DockerDialect.each("containerConfig.entrypoint", config.entrypoint(), Quoting::shell));
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
            throw ApiException.invalid(field, "must have a name of letters, digits and '_' if the image is frozen");
        }
        String value = variable.substring(equals + 1);
        return name + "=" + (value.isEmpty() ? "" : Quoting.shell(field, value));
    }

    /** The last stage becomes the image. */
    @Override
    public EntrypointSource entrySource(String containerFile, Platform platform) {
        List<DefinitionFile.Header> headers =
                DefinitionFile.parse(containerFile).headers();
        return headers.isEmpty() ? new EntrypointSource.None() : base(headers.getLast());
    }

    private static EntrypointSource base(DefinitionFile.Header header) {
        boolean docker = header.bootstrap() instanceof Value.Known(var agent)
                && (agent.isEmpty() || agent.equalsIgnoreCase("docker"));
        return docker && header.value("from").orElse(null) instanceof Value.Known(var image) && !image.isEmpty()
                ? new EntrypointSource.Inherited(image, Optional.empty())
                : new EntrypointSource.None();
    }
}
