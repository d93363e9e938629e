import { openSecretBox } from '../../db/secret-box';

const installation = { secret: Buffer.alloc(32, 7) };

describe('the secret box', () => {
  test('what is sealed is read back, and never looks the same twice', () => {
    const box = openSecretBox(undefined, installation);
    const [one, other] = [box.seal('sesame öffne dich'), box.seal('sesame öffne dich')];
    expect(one).not.toBe(other);
    expect(box.open(one)).toBe('sesame öffne dich');
    expect(box.open(other)).toBe('sesame öffne dich');
  });

  test('another key, or one changed byte, opens nothing, and the sentence says what to do', () => {
    const box = openSecretBox('a key that is long enough', installation);
    const sealed = box.seal('sesame');
    const other = openSecretBox('another key, as long as it', installation);
    expect(() => other.open(sealed)).toThrow(/SECRET_KEY/);
    const changed = Buffer.from(sealed, 'base64');
    changed[changed.length - 1]! ^= 1;
    expect(() => box.open(changed.toString('base64'))).toThrow(/SECRET_KEY/);
  });
});
