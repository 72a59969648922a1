package io.wave.trial;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the environment says.
 *
 * @param folder keeps all data
 * @param host under which clients find the servers
 * @param password of the user {@code wave} of all servers, and the secret key of the access key {@code wave}
 * @param ports of the servers
 */
record TrialSettings(Path folder, String host, String password, Ports ports) {

    /** The user of PostgreSQL and Kafka, and the access key of S3. */
    static final String USER = "wave";

    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9]{16,128}");

    /** The usual ports, which the chart and the compose file name. */
    record Ports(int postgres, int redis, int kafka, int s3) {

        static final Ports USUAL = new Ports(5432, 6379, 9092, 9000);
    }

    TrialSettings {
        if (!PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException(
                    "WAVE_TRIAL_PASSWORD: 16 to 128 letters and digits are required. Set it, for example to the output of"
                            + " 'openssl rand -hex 24'.");
        }
    }

    static TrialSettings of(Map<String, String> environment) {
        return new TrialSettings(
                Path.of(environment.getOrDefault("WAVE_TRIAL_FOLDER", "/data")),
                environment.getOrDefault("WAVE_TRIAL_HOST", "localhost"),
                environment.getOrDefault("WAVE_TRIAL_PASSWORD", ""),
                Ports.USUAL);
    }

    @Override
    public String toString() {
        return "TrialSettings[%s, %s, ***]".formatted(folder, host);
    }
}
