// Networks that PyTorch itself exports, where it is there (Debian: python3-torch).
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { encodeOnnx } from '../../../../app/export/onnx/write/onnxFile.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { runOnnx } from './onnxRuntime.ts';

const python = '/usr/bin/python3';
const torch = spawnSync(python, ['-c', 'import torch, onnx'], { stdio: 'ignore' }).status === 0;

const program = `
import base64, io, json, torch, warnings
from torch import nn
warnings.simplefilter('ignore')
torch.manual_seed(0)
kinds = [nn.ReLU, nn.Tanh, nn.Sigmoid, nn.LeakyReLU, nn.ELU, nn.SELU, nn.GELU, nn.SiLU, nn.Softplus, nn.Softsign]
networks = [nn.Sequential(nn.Linear(3, 6), kind(), nn.Linear(6, 4), kind(), nn.Linear(4, 2)) for kind in kinds]
networks.append(nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(0.5), nn.BatchNorm1d(5), nn.Linear(5, 3), nn.Softmax(1)))
networks.append(nn.Sequential(nn.Flatten(), nn.Linear(3, 1), nn.Sigmoid()))
x = torch.randn(8, 3)
for network in networks:
    for module in network:
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean.normal_(); module.running_var.uniform_(0.5, 2)
    network.eval()
    file = io.BytesIO()
    torch.onnx.export(network, x, file, input_names=['x'], output_names=['y'], dynamic_axes={'x': {0: 'n'}, 'y': {0: 'n'}})
    print(json.dumps({'file': base64.b64encode(file.getvalue()).decode(), 'x': x.tolist(), 'y': network(x).tolist()}))
`;

it.skipIf(!torch)('networks that PyTorch exports become models with its predictions', async () => {
  const { stdout, stderr } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"file"'));
  expect(lines.length, stderr).toBe(12);
  for (const line of lines) {
    const { file, x, y } = JSON.parse(line) as { file: string; x: number[][]; y: number[][] };
    const model = decodeModel(Buffer.from(file, 'base64'), 'torch.onnx');
    const { predictions } = await runOnnx(encodeOnnx(portableModel(model)), x);
    const found = predictions.map((row, i) => row.slice(-y[i]!.length));
    expect(agreement(y, found).largest).toBeLessThan(1e-5);
  }
});
