FROM public.cr.seqera.io/wave/pixi:0.61.0-noble AS wave_build
COPY conda.yml /opt/wave/conda.yml
WORKDIR /opt/wave
RUN cd /opt/wave \
    && pixi init --import /opt/wave/conda.yml \
    && pixi add 'conda-forge::which' 'conda-forge::procps-ng' \
    && pixi shell-hook > /shell-hook.sh \
    && echo 'exec "$@"' >> /shell-hook.sh \
    && echo '>> CONDA_LOCK_START' \
    && cat /opt/wave/pixi.lock \
    && echo '<< CONDA_LOCK_END'

FROM ubuntu:24.04 AS wave_final
COPY --from=wave_build /opt/wave/.pixi/envs/default /opt/wave/.pixi/envs/default
COPY --from=wave_build /shell-hook.sh /shell-hook.sh
USER root
ENV USER=root
ENTRYPOINT ["/bin/bash", "/shell-hook.sh"]
CMD ["/bin/bash"]
