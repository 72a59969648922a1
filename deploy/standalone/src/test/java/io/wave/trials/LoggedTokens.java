package io.wave.trials;

import io.wave.cluster.Cluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/** A token is a password for an image: whatever went wrong in the tests, no service may have written one into its log. */
final class LoggedTokens {

    private LoggedTokens() {}

    /** Fails if a log of the cluster's services holds a token that was given out, or the API token of the user. */
    static void requireNone(Cluster cluster) {
        List<String> tokens = issued(cluster.servers().properties());
        tokens.add(TestCluster.USER_TOKEN);
        SoftAssertions checks = new SoftAssertions();
        cluster.logs().forEach((service, log) -> {
            List<String> lines = log.lines()
                    .filter(line -> tokens.stream().anyMatch(line::contains))
                    .limit(5)
                    .toList();
            checks.assertThat(lines)
                    .as("lines of %s with one of %d tokens", service, tokens.size())
                    .isEmpty();
        });
        checks.assertAll();
    }

    private static List<String> issued(Map<String, String> properties) {
        List<String> tokens = new ArrayList<>();
        try (Connection database = DriverManager.getConnection(
                        properties.get("spring.datasource.url"),
                        properties.get("spring.datasource.username"),
                        properties.get("spring.datasource.password"));
                Statement query = database.createStatement();
                ResultSet rows = query.executeQuery("SELECT token FROM requests.container_request")) {
            while (rows.next()) {
                tokens.add(rows.getString(1));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the tokens that were given out cannot be read", failure);
        }
        return tokens;
    }
}
