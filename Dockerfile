# docs/deployment.md says what of this was run. The first stage builds with all tools, the second has what the server needs to run.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm run build
# The server with its dependencies, those of the workspace as they would be published.
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" --filter @clipgraph/server deploy --prod --legacy /app
# ONNX Runtime's package has every platform in it, 240 MB; sharp's have only this one.
RUN find -L /app/node_modules/.pnpm/onnxruntime-node@*/node_modules/onnxruntime-node/bin/napi-v6 -mindepth 2 -maxdepth 2 -type d \
      ! -path "*/linux/$(node -p process.arch)" -exec rm -r {} +

FROM node:24-bookworm-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 NODE_COMPILE_CACHE=/tmp/clipgraph-compiled
WORKDIR /app
COPY --from=build /app /app
# Nothing of the image is the server's to write; its data are a volume.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 4000
CMD ["node", "dist/main.js"]
