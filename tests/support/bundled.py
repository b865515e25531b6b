"""The models that botocore brings along, for services that ../shared/aws-models lacks."""


def model_of(service_id):
    """With its pages under "pages"; None: botocore is not there, or does not know it."""
    try:
        import botocore.loaders
    except ImportError:
        return None
    loader = botocore.loaders.Loader()
    plain = service_id.lower().replace(" ", "")
    # a folder's name often is the id: the models are large, so that one is opened first
    for name in sorted(loader.list_available_services("service-2"), key=lambda n: n.replace("-", "") != plain):
        model = loader.load_service_model(name, "service-2")
        if model["metadata"].get("serviceId") == service_id:
            model["pages"] = loader.load_service_model(name, "paginators-1")["pagination"]
            return model
    return None
