// What a column's name says of it as a target.
import { expect, it } from 'vitest';
import { meaningOfName, type NameMeaning } from '../../../../app/dataset/roles/nameMeaning.ts';

it.each<[name: string, meaning: NameMeaning]>([
  ['target', 'target'],
  ['Y', 'target'],
  ['목표', 'target'],
  ['MEDV', 'subject'],
  ['price (USD)', 'subject'],
  ['Miles_per_Gallon', 'subject'],
  ['품종', 'subject'],
  // Composed and decomposed Hangul are one word.
  ['품종'.normalize('NFD'), 'subject'],
  ['SalePrice', 'partly'],
  ['default.payment.next.month', 'subject'],
  ['is_fraud', 'partly'],
  ['이탈여부', 'partly'],
  ['marital-status', 'description'],
  ['petal length (cm)', 'description'],
  ['나이', 'description'],
  ['seller_type', 'nothing'],
  ['type', 'subject'],
  ['workclass', 'nothing'],
  ['V1', 'nothing'],
  ['', 'nothing'],
  ['???', 'nothing'],
])('"%s" means %s', (name, meaning) => {
  expect(meaningOfName(name)).toBe(meaning);
});
