/** People, animals and plants; see {@link builtInWords} for how the lines are read. */
export const LIVING: Readonly<Record<string, string>> = {
  people: `
    man, woman, boy, girl, baby, child/kid, teenager, couple, family, crowd, bride, groom, face, hand, foot, eye, beard, smile, hair,
    athlete, soccer player, basketball player, baseball player, football player, tennis player, runner, swimmer, surfer, skier,
    snowboarder, skateboarder, cyclist, hiker, climber, dancer, singer, musician, guitarist, drummer, chef, waiter, doctor, nurse,
    teacher, student, soldier, police officer, firefighter, construction worker, farmer, fisherman, street vendor, clown, cheerleader,
    photographer, artist, businessman, monk, king, pirate, astronaut, diver, sailor, cowboy, robot, mannequin, skeleton`,
  animals: `
    dog, puppy, golden retriever, labrador, german shepherd, poodle, terrier, chihuahua, bulldog, dalmatian, husky, hound, cat, kitten,
    tabby cat, persian cat, siamese cat, rabbit/bunny, hamster, guinea pig, mouse, rat, squirrel, hedgehog, horse, foal, pony, donkey,
    zebra, cow, bull/ox, calf, sheep, lamb, goat, pig, boar, camel, llama/alpaca, deer, moose/elk, antelope/gazelle, bison/buffalo,
    giraffe, elephant, rhinoceros/rhino, hippopotamus/hippo, lion, lioness, tiger, leopard/jaguar, cheetah, lynx/bobcat, cougar/puma,
    wolf, fox, coyote, hyena, bear, brown bear, polar bear, panda, red panda, koala, kangaroo/wallaby, sloth, anteater, armadillo,
    raccoon, skunk, badger, otter, beaver, weasel/ferret, monkey, chimpanzee, gorilla, orangutan, baboon, lemur, bat, platypus,
    bird, sparrow, robin, crow/raven, pigeon/dove, parrot, owl, eagle, hawk/falcon, vulture, seagull/gull, albatross, pelican, stork,
    heron/egret, ibis, flamingo, swan, goose, duck, chicken/hen, rooster, chick, turkey, peacock, ostrich/emu, penguin,
    hummingbird, kingfisher, woodpecker, toucan, snake, cobra, rattlesnake, python/boa, lizard, iguana, gecko, chameleon, crocodile,
    alligator, turtle, tortoise, frog, toad, salamander/newt, dinosaur, fish, goldfish, clownfish, shark, stingray, eel, seahorse,
    salmon, tuna, whale, dolphin, orca/killer whale, seal, sea lion, walrus, manatee/dugong, octopus, squid/cuttlefish, jellyfish,
    starfish/sea star, sea urchin, sea cucumber, crab, hermit crab, lobster/crayfish, shrimp/prawn, clam/oyster/mussel, shell/seashell,
    nautilus, coral, sea slug, slug, snail, worm, centipede, spider, tarantula, scorpion, tick, insect/bug, ant, bee, wasp, fly,
    mosquito, dragonfly, butterfly, monarch butterfly, moth, caterpillar, beetle, ladybug/ladybird, grasshopper, cricket, cockroach,
    mantis/praying mantis, walking stick insect, cicada, spider web, bird nest, herd, flock of birds, trilobite/fossil`,
  plants: `
    tree, palm tree, pine tree, oak tree, birch tree, maple tree, willow tree, cherry blossom, bonsai, bush/shrub, hedge, grass, moss,
    fern, ivy/vine, cactus, bamboo, reed, leaf, branch, tree trunk, root, flower, rose, tulip, daisy, sunflower, lily, water lily/lotus,
    orchid, lavender, poppy, iris flower, dandelion, daffodil, pansy, violet, bouquet, wreath, potted plant/houseplant, seedling, seed,
    mushroom, acorn, pinecone/pine cone, wheat, corn field, hay, haystack, christmas tree, log, stump, driftwood, seaweed`,
};
