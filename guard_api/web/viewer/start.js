// Keys that somebody types in are not kept, and nobody else is asked whether the document is valid.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
