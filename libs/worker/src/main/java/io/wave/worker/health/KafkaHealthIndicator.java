package io.wave.worker.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.core.KafkaAdmin;

/** Whether Kafka responds. */
public final class KafkaHealthIndicator extends AbstractHealthIndicator implements DisposableBean {

    private static final int TIMEOUT_MILLIS = 2000;

    private final KafkaAdmin admin;
    private @Nullable AdminClient client;

    public KafkaHealthIndicator(KafkaAdmin admin) {
        super("Kafka does not respond");
        this.admin = admin;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        String cluster = client().describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                .clusterId()
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        builder.up().withDetail("cluster", cluster);
    }

    /** Created on first use: at startup, the host name of Kafka may not resolve yet. */
    private synchronized AdminClient client() {
        if (client == null) {
            client = AdminClient.create(admin.getConfigurationProperties());
        }
        return client;
    }

    @Override
    public synchronized void destroy() {
        if (client != null) {
            client.close(Duration.ZERO);
        }
    }
}
