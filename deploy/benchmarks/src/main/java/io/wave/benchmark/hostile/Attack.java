package io.wave.benchmark.hostile;

import java.io.IOException;

/** One kind of abuse. A round is bounded in count and in time and leaves no connection open. */
interface Attack {

    /** The name in the report. */
    String name();

    /**
     * Runs one round.
     *
     * @param caller the address of the attacker
     * @throws IOException if the service refuses or drops the request, as it may
     */
    void round(Caller caller) throws IOException, InterruptedException;

    /** An attack whose rounds do this. */
    static Attack of(String name, Round round) {
        return new Attack() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void round(Caller caller) throws IOException, InterruptedException {
                round.run(caller);
            }
        };
    }

    /** What an attack does in each round. */
    interface Round {

        void run(Caller caller) throws IOException, InterruptedException;
    }
}
