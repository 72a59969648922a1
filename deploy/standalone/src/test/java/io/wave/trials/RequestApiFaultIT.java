package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was answered with 200 is not forgotten, whenever request-api dies. */
@OnTestCluster
class RequestApiFaultIT {

    @Test
    void buildStartsAfterRequestApiIsKilledBeforeItPublishes(TestCluster cluster) {
        // Given
        cluster.servers().stopKafka();
        JsonNode build;
        try {
            build = cluster.client().submitBuild(cluster.gatedFile("killed-before-publish"));
            // When
            cluster.api().process().kill();
        } finally {
            cluster.servers().returnKafka();
        }
        assertThat(cluster.gate().started("killed-before-publish")).isZero();
        cluster.restore();
        // Then
        cluster.awaitAtGate("killed-before-publish");
        cluster.gate().open("killed-before-publish");
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        Images.assertPullable(cluster.client(), build);
    }

    @Test
    void buildAndPullDoNotNeedRequestApi(TestCluster cluster) {
        // Given
        JsonNode build = cluster.runningBuild("api-killed");
        var held = cluster.client().manifestLater(build.get("targetImage").stringValue());
        // When
        cluster.api().process().kill();
        cluster.gate().open("api-killed");
        // Then
        assertThat(held).succeedsWithin(TestCluster.TIMEOUT).returns(200, response -> response.statusCode());
        assertThat(cluster.client().get("/service-info").statusCode()).isEqualTo(503);
        cluster.restore();
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
    }
}
