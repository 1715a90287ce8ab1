// What every call on a closed table rejects with: it counts as cancelled, since whoever closed the table no longer wants the answer.

export function tableClosed(): DOMException {
  return new DOMException('the table is closed', 'AbortError');
}
