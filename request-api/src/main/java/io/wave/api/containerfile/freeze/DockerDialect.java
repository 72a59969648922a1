package io.wave.api.containerfile.freeze;

import io.wave.api.web.problem.ApiException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dockerfiles. */
final class DockerDialect implements Dialect {

    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Z}\\p{Cntrl}\"'\\\\$=]+");

    @Override
    public String base(String image) {
        return "FROM " + image + "\n";
    }

    @Override
    public String entryChain(String words) {
        return "ENV WAVE_ENTRY_CHAIN=" + Quoting.quoted(words) + "\n";
    }

    @Override
    public String config(ContainerConfig config) {
        StringBuilder lines = new StringBuilder();
        for (Layer layer : config.layerList()) {
            lines.append("ADD ").append(FrozenLayers.archive(layer)).append(" /\n");
        }
        String directory = config.workingDir();
        if (directory != null && !directory.isEmpty()) {
            lines.append("WORKDIR ")
                    .append(Quoting.docker("containerConfig.workingDir", directory))
                    .append('\n');
        }
        line(lines, "ENV ", each("containerConfig.env", config.env(), DockerDialect::variable), " ", "");
        line(lines, "ENTRYPOINT [", each("containerConfig.entrypoint", config.entrypoint(), Quoting::json), ", ", "]");
        line(lines, "CMD [", each("containerConfig.cmd", config.cmd(), Quoting::json), ", ", "]");
        return lines.toString();
    }

    private static void line(StringBuilder lines, String begin, List<String> items, String separator, String end) {
        if (!items.isEmpty()) {
            lines.append(begin)
                    .append(String.join(separator, items))
                    .append(end)
                    .append('\n');
        }
    }

    static List<String> each(String field, @Nullable List<String> items, BinaryOperator<String> baked) {
        List<String> result = new ArrayList<>();
        if (items != null) {
            for (int i = 0; i < items.size(); i++) {
                result.add(baked.apply("%s[%d]".formatted(field, i), items.get(i)));
            }
        }
        return result;
    }

    private static String variable(String field, String variable) {
        int equals = variable.indexOf('=');
        String name = variable.substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid(
                    field, "must not have whitespace, quotes, backslashes or '$' in its name if the image is frozen");
        }
        return name + "=" + Quoting.docker(field, variable.substring(equals + 1));
    }

    @Override
    public EntrypointSource entrySource(String containerFile, Platform platform) {
        return DockerStages.of(containerFile, platform).entrySource();
    }
}
