FROM ghcr.io/prefix-dev/pixi:0.60.0 AS wave_build
COPY conda.yml /opt/wave/conda.yml
WORKDIR /opt/wave
RUN cd /opt/wave \
    && pixi init --import /opt/wave/conda.yml \
    && pixi add 'conda-forge::which' \
    && pixi shell-hook > /shell-hook.sh \
    && echo 'exec "$@"' >> /shell-hook.sh \
    && echo '>> CONDA_LOCK_START' \
    && cat /opt/wave/pixi.lock \
    && echo '<< CONDA_LOCK_END'

FROM debian:13-slim AS wave_final
COPY --from=wave_build /opt/wave/.pixi/envs/default /opt/wave/.pixi/envs/default
COPY --from=wave_build /shell-hook.sh /shell-hook.sh
USER root
ENV USER=root
ENTRYPOINT ["/bin/bash", "/shell-hook.sh"]
CMD ["/bin/bash"]
RUN touch /tested
