"""Transformers, each as PyTorch makes it and with its forward opened, so that a recording has the calls inside."""

from torch import nn


class _Opened:
    """A class that writes its base's forward anew is recorded as what it calls."""

    def forward(self, *args, **kwargs):
        return super().forward(*args, **kwargs)


class OpenedEncoderLayer(_Opened, nn.TransformerEncoderLayer):
    pass


class OpenedDecoderLayer(_Opened, nn.TransformerDecoderLayer):
    pass


class OpenedEncoder(_Opened, nn.TransformerEncoder):
    pass


class OpenedDecoder(_Opened, nn.TransformerDecoder):
    pass


class OpenedTransformer(_Opened, nn.Transformer):
    pass


class Network(nn.Module):
    """Hands tensors on: the first ones in order, the others by their names."""

    def __init__(self, inside, *names):
        super().__init__()
        self.inside = inside
        self.names = names

    def forward(self, *tensors):
        first = len(tensors) - len(self.names)
        return self.inside(*tensors[:first], **dict(zip(self.names, tensors[first:], strict=True)))


def encoder_layer(EncoderLayer=nn.TransformerEncoderLayer):
    return Network(EncoderLayer(8, 2, 16, activation="gelu", batch_first=True), "src_mask", "src_key_padding_mask")


def encoder(EncoderLayer=nn.TransformerEncoderLayer, Encoder=nn.TransformerEncoder):
    layer = EncoderLayer(8, 2, 16, activation=nn.SiLU(), norm_first=True, bias=False)
    return Network(Encoder(layer, 2, nn.LayerNorm(8), enable_nested_tensor=False), "src_key_padding_mask")


def decoder(DecoderLayer=nn.TransformerDecoderLayer, Decoder=nn.TransformerDecoder):
    layer = DecoderLayer(8, 4, 16, norm_first=True, batch_first=True)
    return Network(Decoder(layer, 2), "memory_key_padding_mask")


def transformer(Transformer=nn.Transformer, **parts):
    return Network(Transformer(8, 2, 1, 2, 16, **parts))


def opened_encoder_layer():
    return encoder_layer(OpenedEncoderLayer)


def opened_encoder():
    return encoder(OpenedEncoderLayer, OpenedEncoder)


def opened_decoder():
    return decoder(OpenedDecoderLayer, OpenedDecoder)


def opened_transformer():
    norms = [nn.LayerNorm(8), nn.LayerNorm(8)]
    return transformer(
        OpenedTransformer,
        custom_encoder=OpenedEncoder(OpenedEncoderLayer(8, 2, 16), 1, norms[0]),
        custom_decoder=OpenedDecoder(OpenedDecoderLayer(8, 2, 16), 2, norms[1]),
    )
